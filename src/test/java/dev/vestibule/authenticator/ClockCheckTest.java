package dev.vestibule.authenticator;

import static dev.vestibule.authenticator.Acceptance.ACCEPTED;
import static dev.vestibule.authenticator.Acceptance.USED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.authenticator.ClockCheck.Finding;
import dev.vestibule.authenticator.ClockCheck.Outcome;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The check of a phone's clock spends the two codes it is shown, and takes nothing else from the app. */
@VestibuleTest
record ClockCheckTest(
        ClockCheck check,
        Authenticators authenticators,
        AuthenticatorApps apps,
        TestAccounts accounts,
        TestClock clock,
        JdbcClient jdbc) {
    private Finding check(TestAccount account, int first, int second) {
        return check.of(
                TestTries.of(account.id()), new TotpCode(account.code(first)), new TotpCode(account.code(second)));
    }

    private Acceptance accept(TestAccount account, int ahead) {
        return authenticators.acceptOnce(
                TestTries.of(account.id()), new TotpCode(account.code(ahead)), CodePurpose.CONFIRMATION);
    }

    private long lastAcceptedStep(TestAccount account) {
        return jdbc.sql("select last_accepted_step from authenticator where account_id = :id")
                .param("id", account.id())
                .query(Long.class)
                .single();
    }

    @ParameterizedTest
    @ValueSource(ints = {-2880, -3, -1, 0, 1, 3, 120, 2880})
    void checkWhenThePhoneIsOffThenSaysByHowMuchAndTheNewestStepStays(int off, @WithMfa TestAccount ann) {
        long before = lastAcceptedStep(ann);
        // The code that confirmed the app was used, and is not a step of these.
        clock.pass(Duration.ofHours(25));

        Finding finding = check(ann, off - 1, off);

        assertThat(finding).isEqualTo(new Finding(Outcome.FOUND, "Phone", Totp.STEP.multipliedBy(off)));
        assertThat(finding.right()).isEqualTo(Math.abs(off) <= 1);
        assertThat(lastAcceptedStep(ann)).isEqualTo(before);
    }

    @Test
    void codesWhenCheckedThenOpenNothingNowNorWhenTheirTimeComesAndTheNextDo(@WithMfa TestAccount ann) {
        String first = ann.code(120);
        String second = ann.code(121);
        assertThat(check(ann, 120, 121).outcome()).isEqualTo(Outcome.FOUND);
        assertThat(accept(ann, 0)).as("a mended clock is not locked out").isEqualTo(ACCEPTED);
        assertThat(check(ann, 120, 121).outcome()).as("replayed").isEqualTo(Outcome.USED);
        assertThat(check(ann, 121, 122).outcome()).as("half replayed").isEqualTo(Outcome.USED);

        clock.pass(Totp.STEP.multipliedBy(120));

        assertThat(ann.code()).isEqualTo(first);
        assertThat(accept(ann, 0)).isEqualTo(USED);
        assertThat(ann.code(1)).isEqualTo(second);
        assertThat(accept(ann, 1)).isEqualTo(USED);
        assertThat(accept(ann, -1)).isEqualTo(ACCEPTED);
        clock.pass(Totp.STEP.multipliedBy(2));
        assertThat(accept(ann, 0)).isEqualTo(ACCEPTED);
    }

    @Test
    void codesWhenCheckedWithinTheWindowThenAreSpentAndTheNextIsAccepted(@WithMfa TestAccount ann) {
        assertThat(check(ann, -1, 0).right()).isTrue();

        assertThat(accept(ann, -1)).isEqualTo(USED);
        assertThat(accept(ann, 0)).isEqualTo(USED);
        assertThat(accept(ann, 1)).isEqualTo(ACCEPTED);
    }

    @Test
    void codesWhenOneOfThemWasAcceptedThenTellNothing(@WithMfa TestAccount ann) {
        accept(ann, 0);

        assertThat(check(ann, 0, 1)).isEqualTo(new Finding(Outcome.USED, "", Duration.ZERO));
        assertThat(accept(ann, 1)).as("and spend nothing").isEqualTo(ACCEPTED);
    }

    @Test
    void stepsWhenPassedThenAreForgotten(@WithMfa TestAccount ann) {
        check(ann, 1, 2);
        clock.pass(Duration.ofHours(1));
        check(ann, -1, 0);

        assertThat(jdbc.sql("select cardinality(burnt_steps) from authenticator where account_id = :id")
                        .param("id", ann.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void checkWhenCodesAreAnothersOrOneAloneThenUnknownAndSpendsNothing(
            @WithMfa TestAccount ann, @WithMfa TestAccount bea) {
        TestAccount tablet = accounts.withApp(ann, "Tablet");

        assertThat(check.of(TestTries.of(ann.id()), new TotpCode(bea.code(-1)), new TotpCode(bea.code()))
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(check(ann, 0, 0).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(check(ann, 1, 0).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(check.of(TestTries.of(ann.id()), new TotpCode(ann.code(-1)), new TotpCode(tablet.code()))
                        .outcome())
                .as("one of each app")
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(accept(ann, 0)).isEqualTo(ACCEPTED);
        var both = apps.of(ann.id());
        assertThat(check.of(
                                TestTries.of(ann.id()),
                                both.get(0).id(),
                                new TotpCode(tablet.code(5)),
                                new TotpCode(tablet.code(6)))
                        .outcome())
                .as("of the other app")
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(check.of(
                                TestTries.of(bea.id()),
                                both.get(1).id(),
                                new TotpCode(tablet.code(5)),
                                new TotpCode(tablet.code(6)))
                        .outcome())
                .as("of another account")
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void codeWhenCheckedAndSentToTheLoginAtOnceThenOneOfThemGetsIt(@WithMfa TestAccount ann)
            throws InterruptedException {
        for (int round = 0; round < 8; round++) {
            List<Object> answers = Race.between(List.of(
                    () -> (Object) accept(ann, 0),
                    () -> check(ann, -1, 0).outcome(),
                    () -> accept(ann, 0),
                    () -> check(ann, 0, 1).outcome()));

            assertThat(answers)
                    .filteredOn(answer -> answer == ACCEPTED || answer == Outcome.FOUND)
                    .hasSize(1);
            clock.pass(Duration.ofMinutes(5));
        }
    }
}
