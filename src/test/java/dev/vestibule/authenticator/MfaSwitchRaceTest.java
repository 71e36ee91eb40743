package dev.vestibule.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.authenticator.MfaSwitch.Refusal;
import dev.vestibule.authenticator.MfaSwitch.Result;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.TotpCode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two requests at once never part MFA from its app. */
@VestibuleTest
record MfaSwitchRaceTest(
        MfaSwitch mfa,
        AuthenticatorApps authenticators,
        AccountRepository accounts,
        TestAccounts testAccounts,
        JdbcClient jdbc) {
    @Test
    void removeWhenBothAppsAreRemovedAtTheSameTimeThenOneStays(@WithMfa TestAccount bob) throws InterruptedException {
        for (int round = 0; round < 15; round++) {
            testAccounts.withApp(bob, "Another");
            List<UUID> apps = apps(bob);

            int admitted = account(bob).credentialVersion();
            List<Result> results = Race.between(List.of(
                    () -> mfa.remove(bob.id(), admitted, apps.get(0)),
                    () -> mfa.remove(bob.id(), admitted, apps.get(1))));

            assertThat(results).extracting(Result::refusal).containsExactlyInAnyOrder(null, Refusal.LAST_APP);
            // The survivor takes the other name, so that the next round can add one more.
            assertThat(apps(bob)).hasSize(1);
            rename(bob, round);
        }
    }

    @Test
    void enableWhenTheAppIsRemovedAtTheSameTimeThenMfaNeverIsOnWithoutOne() throws InterruptedException {
        for (int round = 0; round < 8; round++) {
            TestAccount bob = withMfaOff();
            int admitted = account(bob).credentialVersion();
            TotpCode code = new TotpCode(bob.code());
            UUID app = apps(bob).get(0);

            Race.between(List.of(
                    () -> mfa.enable(TestTries.of(bob.id()), admitted, code),
                    () -> mfa.remove(bob.id(), admitted, app)));

            assertThat(account(bob).mfaEnabled()).isEqualTo(authenticators.count(bob.id()) == 1);
        }
    }

    private void rename(TestAccount account, int round) {
        jdbc.sql("update authenticator set name = :name, name_folded = lower(:name) where account_id = :id")
                .param("name", "Survivor " + round)
                .param("id", account.id())
                .update();
    }

    private TestAccount withMfaOff() {
        TestAccount bob = testAccounts.withMfa("bob");
        mfa.disable(bob.id(), Optional.empty());
        return bob;
    }

    private List<UUID> apps(TestAccount account) {
        return authenticators.of(account.id()).stream().map(Authenticator::id).toList();
    }

    private Account account(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow();
    }
}
