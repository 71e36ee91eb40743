package dev.vestibule.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Accounts;
import dev.vestibule.account.MfaSwitched;
import dev.vestibule.authenticator.Enrolment.Refusal;
import dev.vestibule.authenticator.Enrolment.Result;
import dev.vestibule.house.TestClock;
import dev.vestibule.house.TestHouse.People;
import dev.vestibule.house.TestHouse.TestPerson;
import dev.vestibule.house.VestibuleTest;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import java.time.Duration;
import java.util.HexFormat;
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
    Accounts accounts;

    @Autowired
    People people;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    @Test
    void pendingWhenAskedAgainThenIsTheSameForFifteenMinutes() {
        TestPerson alice = people.withPassword("alice");
        TotpSecret first = pending(alice);

        clock.pass(Duration.ofMinutes(15).minusMillis(1));
        assertThat(pending(alice)).isEqualTo(first);

        clock.pass(Duration.ofMillis(1));
        assertThat(finish(alice, "Phone", first).refusal()).isEqualTo(Refusal.LAPSED);
        assertThat(pending(alice)).isNotEqualTo(first);
    }

    @Test
    void pendingWhenPeopleDifferThenSecretsDo() {
        TestPerson alice = people.withPassword("alice");
        TestPerson bob = people.withPassword("bob");

        assertThat(pending(alice)).isNotEqualTo(pending(bob));
        assertThat(finish(bob, "Phone", pending(alice)).refusal()).isEqualTo(Refusal.WRONG_CODE);
    }

    @Test
    void pendingWhenStoredThenIsSealed() {
        TestPerson alice = people.withPassword("alice");
        TotpSecret secret = pending(alice);

        byte[] box = jdbc.sql("select sealed_secret from pending_authenticator where account_id = :id")
                .param("id", alice.id())
                .query(byte[].class)
                .single();
        assertThat(box).hasSize(12 + 20 + 16);
        assertThat(HexFormat.of().formatHex(box)).doesNotContain(HexFormat.of().formatHex(secret.bytes()));
    }

    @Test
    void cancelWhenConfirmedThenSecretIsGone() {
        TestPerson alice = people.withPassword("alice");
        TestPerson bob = people.withPassword("bob");
        TotpSecret hers = pending(alice);
        TotpSecret his = pending(bob);

        enrolment.cancel(alice.id());

        assertThat(finish(alice, "Phone", hers).refusal()).isEqualTo(Refusal.LAPSED);
        assertThat(pending(alice)).isNotEqualTo(hers);
        assertThat(pending(bob)).isEqualTo(his);
    }

    @Test
    void finishWhenItIsTheFirstAppThenSwitchesMfaOnAndSpendsTheCode(ApplicationEvents events) {
        TestPerson alice = people.withPassword("alice");
        int admitted = version(alice);
        TotpSecret secret = pending(alice);
        TotpCode code = code(secret);
        events.clear();

        Result result = enrolment.finish(alice.id(), admitted, "Phone", null, code);

        assertThat(result).isEqualTo(new Result(null, true, admitted + 1));
        assertThat(version(alice)).isEqualTo(admitted + 1);
        assertThat(accounts.findById(alice.id()).orElseThrow().mfaEnabled()).isTrue();
        assertThat(events.stream(MfaSwitched.class)).containsExactly(new MfaSwitched(alice.id(), true));
        assertThat(authenticators.accept(TestTries.of(alice.id()), code)).isEqualTo(Acceptance.USED);
        assertThat(authenticators.of(alice.id())).singleElement().satisfies(app -> {
            assertThat(app.name()).isEqualTo("Phone");
            assertThat(app.addedAt()).isEqualTo(clock.instant());
            assertThat(app.lastUsedAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void finishWhenItIsNotTheFirstThenEndsNothing(ApplicationEvents events) {
        TestPerson bob = people.withMfa("bob");
        int admitted = version(bob);
        events.clear();

        assertThat(finish(bob, "Tablet", pending(bob))).isEqualTo(new Result(null, false, admitted));
        assertThat(version(bob)).isEqualTo(admitted);
        assertThat(events.stream(MfaSwitched.class)).isEmpty();
    }

    @Test
    void finishWhenDoneThenPendingIsGoneAndTheNextSecretIsAnother() {
        TestPerson alice = people.withPassword("alice");
        TotpSecret secret = pending(alice);
        assertThat(finish(alice, "Phone", secret).refusal()).isNull();
        clock.passWindow();

        assertThat(finish(alice, "Tablet", secret).refusal()).isEqualTo(Refusal.LAPSED);
        assertThat(pending(alice)).isNotEqualTo(secret);
    }

    @Test
    void finishWhenCodeIsWrongThenPendingStays() {
        TestPerson alice = people.withPassword("alice");
        TotpSecret secret = pending(alice);
        TotpCode old = new Totp().code(secret, Totp.stepAt(clock.instant()) - 2);

        assertThat(enrolment
                        .finish(alice.id(), version(alice), "Phone", null, old)
                        .refusal())
                .isEqualTo(Refusal.WRONG_CODE);
        assertThat(authenticators.count(alice.id())).isZero();
        assertThat(finish(alice, "Phone", secret).refusal()).isNull();
    }

    @Test
    void finishWhenNameIsTakenInAnotherCaseThenIsRefused() {
        TestPerson bob = people.withMfa("bob");
        TestPerson carol = people.withPassword("carol");
        TotpSecret secret = pending(bob);

        assertThat(finish(bob, "PHONE", secret).refusal()).isEqualTo(Refusal.NAME_TAKEN);
        assertThat(finish(carol, "phone", pending(carol)).refusal()).isNull();
        assertThat(finish(bob, "Phone 2", secret).refusal()).isNull();
    }

    @Test
    void finishWhenSessionHasEndedMeanwhileThenNothingIsAdded() {
        TestPerson alice = people.withPassword("alice");
        int admitted = version(alice);
        TotpSecret secret = pending(alice);

        assertThat(enrolment
                        .finish(alice.id(), admitted - 1, "Phone", null, code(secret))
                        .refusal())
                .isEqualTo(Refusal.ENDED);
        assertThat(authenticators.count(alice.id())).isZero();
        assertThat(version(alice)).isEqualTo(admitted);
    }

    @Test
    void finishWhenThereAreFiveThenIsFull() {
        TestPerson bob = people.withMfa("bob");
        for (int app = 2; app <= Authenticator.MAX; app++) {
            people.withApp(bob, "App " + app);
        }

        assertThat(finish(bob, "App 6", pending(bob)).refusal()).isEqualTo(Refusal.FULL);
        assertThat(authenticators.count(bob.id())).isEqualTo(5);
    }

    private Result finish(TestPerson person, String name, TotpSecret secret) {
        return enrolment.finish(person.id(), version(person), name, null, code(secret));
    }

    private TotpCode code(TotpSecret secret) {
        return new Totp().code(secret, Totp.stepAt(clock.instant()));
    }

    private TotpSecret pending(TestPerson person) {
        return enrolment.pending(person.id(), version(person)).orElseThrow();
    }

    private int version(TestPerson person) {
        return accounts.findById(person.id()).orElseThrow().credentialVersion();
    }
}
