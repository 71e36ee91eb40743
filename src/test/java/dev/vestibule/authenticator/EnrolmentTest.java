package dev.vestibule.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.MfaSwitched;
import dev.vestibule.authenticator.Enrolment.Refusal;
import dev.vestibule.authenticator.Enrolment.Result;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@VestibuleTest
@RecordApplicationEvents
class EnrolmentTest {
    @Autowired
    Enrolment enrolment;

    @Autowired
    Authenticators authenticators;

    @Autowired
    AuthenticatorApps apps;

    @Autowired
    AccountRepository accounts;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Cleanup pendingAuthenticatorCleanup;

    @Autowired
    BatchDelete batches;

    private final Map<TotpSecret, PendingAuthenticator> shown = new HashMap<>();

    @Test
    void pendingWhenAskedAgainThenIsTheSameForFifteenMinutes(@WithPassword TestAccount alice) {
        TotpSecret first = pending(alice);

        clock.pass(Duration.ofMinutes(15).minusMillis(1));
        assertThat(pending(alice)).isEqualTo(first);

        clock.pass(Duration.ofMillis(1));
        assertThat(finish(alice, "Phone", first).refusal()).isEqualTo(Refusal.LAPSED);
        assertThat(pending(alice)).isNotEqualTo(first);
    }

    @Test
    void pendingWhenUsersDifferThenSecretsDo(@WithPassword TestAccount alice, @WithPassword TestAccount bob) {
        assertThat(pending(alice)).isNotEqualTo(pending(bob));
        assertThat(finish(bob, "Phone", pending(alice)).refusal()).isEqualTo(Refusal.LAPSED);
    }

    @Test
    void pendingWhenSignInsDifferThenSecretsDoAndTheFirstToFinishEndsTheOthers(@WithMfa TestAccount bob) {
        EnrollingSession owner = session(bob);
        EnrollingSession thief = new EnrollingSession(bob.id(), UUID.randomUUID(), version(bob));
        PendingAuthenticator theirs = enrolment.pending(thief).orElseThrow();
        PendingAuthenticator own = enrolment.pending(owner).orElseThrow();

        assertThat(theirs.secret()).isNotEqualTo(own.secret());
        assertThat(enrolment
                        .finish(owner, theirs, "Phone 2", null, code(theirs.secret()))
                        .refusal())
                .as("of the other session")
                .isEqualTo(Refusal.LAPSED);
        assertThat(enrolment
                        .finish(owner, own, "Phone 2", null, code(own.secret()))
                        .refusal())
                .isNull();
        assertThat(enrolment
                        .finish(thief, theirs, "Phone 3", null, code(theirs.secret()))
                        .refusal())
                .isEqualTo(Refusal.LAPSED);
        assertThat(enrolment.find(thief)).isEmpty();
    }

    @Test
    void pendingWhenManySignInsOpenTheWizardThenTenAreKeptAndToldAndTheCleanupTakesThem(
            ApplicationEvents events, @WithPassword TestAccount bob) {
        events.clear();
        EnrollingSession first = session(bob);
        for (int i = 0; i < 3; i++) {
            enrolment.pending(first);
            enrolment.cancel(first);
        }
        assertThat(opened(events)).as("of one sign-in").isOne();
        enrolment.cancel(first);
        assertThat(of(AuditEventType.WIZARD_CANCELLED, events))
                .as("each time that there was one")
                .isEqualTo(3);

        for (int i = 0; i < 2 * PendingAuthenticators.MAX; i++) {
            enrolment.pending(new EnrollingSession(bob.id(), UUID.randomUUID(), version(bob)));
        }
        assertThat(opened(events)).isEqualTo(PendingAuthenticators.MAX);
        assertThat(rows(bob)).isEqualTo(2 * PendingAuthenticators.MAX);

        clock.pass(Duration.ofMinutes(61));
        enrolment.pending(first);
        assertThat(opened(events)).as("an hour later").isEqualTo(PendingAuthenticators.MAX + 1);
        batches.delete(pendingAuthenticatorCleanup);
        assertThat(rows(bob)).as("the one that waits").isOne();
        clock.pass(Duration.ofMinutes(61));
        batches.delete(pendingAuthenticatorCleanup);
        assertThat(rows(bob)).isZero();
    }

    @Test
    void pendingWhenTheClockWasSetBackThenIsOverAndTheOwnerIsToldOfTheNext(
            ApplicationEvents events, @WithPassword TestAccount bob) {
        events.clear();
        for (int i = 0; i <= PendingAuthenticators.MAX; i++) {
            enrolment.pending(new EnrollingSession(bob.id(), UUID.randomUUID(), version(bob)));
        }
        EnrollingSession session = session(bob);
        TotpSecret before = enrolment.pending(session).orElseThrow().secret();
        assertThat(opened(events)).isEqualTo(PendingAuthenticators.MAX);
        clock.pass(Duration.ofDays(-1));
        try {
            assertThat(enrolment.find(session)).isEmpty();
            assertThat(enrolment.pending(session).orElseThrow().secret()).isNotEqualTo(before);
            assertThat(opened(events)).isEqualTo(PendingAuthenticators.MAX + 1);

            batches.delete(pendingAuthenticatorCleanup);
            assertThat(rows(bob)).as("the new one").isOne();
            assertThat(enrolment.find(session)).isPresent();
        } finally {
            clock.pass(Duration.ofDays(1));
        }
    }

    private static long opened(ApplicationEvents events) {
        return of(AuditEventType.WIZARD_OPENED, events);
    }

    private static long of(AuditEventType kind, ApplicationEvents events) {
        return events.stream(AuditEvent.class)
                .filter(event -> event.kind() == kind)
                .count();
    }

    private int rows(TestAccount account) {
        return jdbc.sql("select count(*) from pending_authenticator where account_id = :id")
                .param("id", account.id())
                .query(Integer.class)
                .single();
    }

    @Test
    void pendingWhenStoredThenIsEncrypted(@WithPassword TestAccount alice) {
        TotpSecret secret = pending(alice);

        byte[] stored = jdbc.sql("select sealed_secret from pending_authenticator where account_id = :id")
                .param("id", alice.id())
                .query(byte[].class)
                .single();
        assertThat(stored).hasSize(12 + 20 + 16);
        assertThat(HexFormat.of().formatHex(stored))
                .doesNotContain(HexFormat.of().formatHex(secret.bytes()));
    }

    @Test
    void cancelWhenConfirmedThenSecretIsGone(@WithPassword TestAccount alice, @WithPassword TestAccount bob) {
        TotpSecret hers = pending(alice);
        TotpSecret his = pending(bob);

        enrolment.cancel(session(alice));

        assertThat(finish(alice, "Phone", hers).refusal()).isEqualTo(Refusal.LAPSED);
        assertThat(pending(alice)).isNotEqualTo(hers);
        assertThat(pending(bob)).isEqualTo(his);
    }

    @Test
    void finishWhenItIsTheFirstAppThenSwitchesMfaOnAndSpendsTheCode(
            ApplicationEvents events, @WithPassword TestAccount alice) {
        int admitted = version(alice);
        TotpSecret secret = pending(alice);
        TotpCode code = code(secret);
        events.clear();

        Result result = enrolment.finish(session(alice, admitted), shown.get(secret), "Phone", null, code);

        assertThat(result).isEqualTo(new Result(null, true, false, admitted + 1));
        assertThat(version(alice)).isEqualTo(admitted + 1);
        assertThat(accounts.findById(alice.id()).orElseThrow().mfaEnabled()).isTrue();
        assertThat(events.stream(MfaSwitched.class)).containsExactly(new MfaSwitched(alice.id(), true));
        assertThat(authenticators.acceptOnce(TestTries.of(alice.id()), code, CodePurpose.CONFIRMATION))
                .isEqualTo(Acceptance.USED);
        assertThat(apps.of(alice.id())).singleElement().satisfies(app -> {
            assertThat(app.name()).isEqualTo("Phone");
            assertThat(app.addedAt()).isEqualTo(clock.instant());
            assertThat(app.lastUsedAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void finishWhenItIsNotTheFirstThenEndsNothing(ApplicationEvents events, @WithMfa TestAccount bob) {
        int admitted = version(bob);
        events.clear();

        assertThat(finish(bob, "Tablet", pending(bob))).isEqualTo(new Result(null, false, false, admitted));
        assertThat(version(bob)).isEqualTo(admitted);
        assertThat(events.stream(MfaSwitched.class)).isEmpty();
    }

    @Test
    void finishWhenDoneThenPendingIsGoneAndTheNextSecretIsAnother(@WithPassword TestAccount alice) {
        TotpSecret secret = pending(alice);
        assertThat(finish(alice, "Phone", secret).refusal()).isNull();
        clock.passWindow();

        assertThat(finish(alice, "Tablet", secret))
                .as("sent again, it adds nothing")
                .isEqualTo(new Result(null, false, true, version(alice)));
        assertThat(apps.count(alice.id())).isOne();
        assertThat(pending(alice)).isNotEqualTo(secret);
    }

    @Test
    void finishWhenCodeIsWrongThenPendingStays(@WithPassword TestAccount alice) {
        TotpSecret secret = pending(alice);
        TotpCode old = new Totp().code(secret, Totp.stepAt(clock.instant()) - 2);

        assertThat(enrolment
                        .finish(session(alice), shown.get(secret), "Phone", null, old)
                        .refusal())
                .isEqualTo(Refusal.WRONG_CODE);
        assertThat(apps.count(alice.id())).isZero();
        assertThat(finish(alice, "Phone", secret).refusal()).isNull();
    }

    @Test
    void finishWhenNameIsTakenInAnotherCaseThenIsRefused(@WithMfa TestAccount bob, @WithPassword TestAccount carol) {
        TotpSecret secret = pending(bob);

        assertThat(finish(bob, "PHONE", secret).refusal()).isEqualTo(Refusal.NAME_TAKEN);
        assertThat(finish(carol, "phone", pending(carol)).refusal()).isNull();
        assertThat(finish(bob, "Händi", secret).refusal()).isNull();
        assertThat(finish(bob, "HA\u0308NDI", pending(bob)).refusal()).isEqualTo(Refusal.NAME_TAKEN);
    }

    @Test
    void finishWhenSessionHasEndedMeanwhileThenNothingIsAdded(@WithPassword TestAccount alice) {
        int admitted = version(alice);
        TotpSecret secret = pending(alice);

        assertThat(enrolment
                        .finish(session(alice, admitted - 1), shown.get(secret), "Phone", null, code(secret))
                        .refusal())
                .isEqualTo(Refusal.ENDED);
        assertThat(apps.count(alice.id())).isZero();
        assertThat(version(alice)).isEqualTo(admitted);
    }

    @Test
    void finishWhenThereAreFiveThenIsFull(@WithMfa TestAccount bob) {
        for (int app = 2; app <= Authenticator.MAX; app++) {
            testAccounts.withApp(bob, "App " + app);
        }

        assertThat(finish(bob, "App 6", pending(bob)).refusal()).isEqualTo(Refusal.FULL);
        assertThat(apps.count(bob.id())).isEqualTo(5);
    }

    private Result finish(TestAccount account, String name, TotpSecret secret) {
        return enrolment.finish(session(account), shown.get(secret), name, null, code(secret));
    }

    private TotpCode code(TotpSecret secret) {
        return new Totp().code(secret, Totp.stepAt(clock.instant()));
    }

    private TotpSecret pending(TestAccount account) {
        PendingAuthenticator pending = enrolment.pending(session(account)).orElseThrow();
        shown.put(pending.secret(), pending);
        return pending.secret();
    }

    private static EnrollingSession session(TestAccount account, int admitted) {
        return new EnrollingSession(account.id(), account.id(), admitted);
    }

    private EnrollingSession session(TestAccount account) {
        return session(account, version(account));
    }

    private int version(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow().credentialVersion();
    }
}
