package dev.vestibule.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.authenticator.Enrolment.Result;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two tabs, ten tabs: what the wizard promises stays true. */
@VestibuleTest
record EnrolmentRaceTest(
        Enrolment enrolment,
        AuthenticatorApps apps,
        AccountRepository accounts,
        TestAccounts testAccounts,
        TestClock clock,
        JdbcClient jdbc) {
    @Test
    void pendingWhenTenTabsOpenThenAllShowOneSecret(@WithPassword TestAccount alice) throws InterruptedException {
        var first = new HashSet<>(Race.of(10, () -> pending(alice)));
        assertThat(first).hasSize(1);

        clock.pass(Enrolment.LIFETIME);
        var second = new HashSet<>(Race.of(10, () -> pending(alice)));

        assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
        assertThat(jdbc.sql("select count(*) from pending_authenticator where account_id = :id")
                        .param("id", alice.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void finishWhenOneCodeIsSentTenTimesThenOneAppIsAdded(@WithPassword TestAccount alice) throws InterruptedException {
        int admitted = version(alice);
        EnrollingSession asked = session(alice);
        PendingAuthenticator app = enrolment.pending(asked).orElseThrow();
        TotpCode code = code(app.secret());
        AtomicInteger tab = new AtomicInteger();

        List<Result> results =
                Race.of(10, () -> enrolment.finish(asked, app, "Phone " + tab.incrementAndGet(), null, code));

        assertThat(results)
                .extracting(Result::refusal)
                .as("all belong to the one app")
                .containsOnlyNulls();
        assertThat(results).filteredOn(result -> !result.again()).hasSize(1);
        assertThat(results).allMatch(Result::switchedOn);
        assertThat(results).extracting(Result::credentialVersion).containsOnly(admitted + 1);
        assertThat(apps.count(alice.id())).isEqualTo(1);
        assertThat(version(alice)).isEqualTo(admitted + 1);
    }

    @Test
    void finishWhenOneCodeIsSentTenTimesForAFurtherAppThenOneIsAdded(@WithMfa TestAccount bob)
            throws InterruptedException {
        PendingAuthenticator app = enrolment.pending(session(bob)).orElseThrow();
        TotpCode code = code(app.secret());
        AtomicInteger tab = new AtomicInteger();

        List<Result> results =
                Race.of(10, () -> enrolment.finish(session(bob), app, "Tablet " + tab.incrementAndGet(), null, code));

        assertThat(results)
                .extracting(Result::refusal)
                .as("all belong to the one app")
                .containsOnlyNulls();
        assertThat(results).filteredOn(result -> !result.again()).hasSize(1);
        assertThat(apps.count(bob.id())).isEqualTo(2);
    }

    @Test
    void finishWhenTenTabsAddAppsToFourThenThereAreFive(@WithMfa TestAccount bob) throws InterruptedException {
        for (int app = 2; app < Authenticator.MAX; app++) {
            testAccounts.withApp(bob, "App " + app);
        }
        AtomicInteger tab = new AtomicInteger();

        List<Boolean> added = Race.of(10, () -> {
            boolean any = false;
            for (int attempt = 0; attempt < 4; attempt++) {
                PendingAuthenticator app = enrolment.pending(session(bob)).orElseThrow();
                TotpCode code = code(app.secret());
                String name = "Tab " + tab.incrementAndGet();
                Result result = enrolment.finish(session(bob), app, name, null, code);
                any |= result.refusal() == null && !result.again();
            }
            return any;
        });

        assertThat(added).containsOnlyOnce(true);
        assertThat(apps.count(bob.id())).isEqualTo(Authenticator.MAX);
    }

    private TotpCode code(TotpSecret secret) {
        return new Totp().code(secret, Totp.stepAt(clock.instant()));
    }

    private TotpSecret pending(TestAccount account) {
        return enrolment.pending(session(account)).orElseThrow().secret();
    }

    private EnrollingSession session(TestAccount account) {
        return new EnrollingSession(account.id(), account.id(), version(account));
    }

    private int version(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow().credentialVersion();
    }
}
