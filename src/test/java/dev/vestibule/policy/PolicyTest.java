package dev.vestibule.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vestibule.event.AuditReason;
import dev.vestibule.policy.MfaStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LONG_AGO = START.minus(Duration.ofDays(400));

    private static PolicySettings settings(MfaRequired required, int graceDays, EnrolmentMethod enrolment) {
        return new PolicySettings(required, graceDays, enrolment, true, null, List.of());
    }

    private static Policy policy(MfaRequired required, int graceDays, EnrolmentMethod enrolment) {
        return Policy.NONE.change(settings(required, graceDays, enrolment), START);
    }

    private static PolicySubject subject(boolean administrator) {
        return new PolicySubject(administrator, false, false, LONG_AGO);
    }

    @ParameterizedTest
    @CsvSource({
        "NO, false, FREE", "NO, true, FREE",
        "ADMINISTRATORS, false, FREE", "ADMINISTRATORS, true, DUE",
        "EVERYONE, false, DUE", "EVERYONE, true, DUE"
    })
    void standingWhenThereIsNoGraceThenIsDueForWhomItIsRequired(
            MfaRequired required, boolean administrator, State expected) {
        var standing = policy(required, 0, EnrolmentMethod.PASSWORD).mfaStatus(subject(administrator), START);

        assertThat(standing).isEqualTo(new MfaStatus(expected, null));
    }

    @Test
    void standingWhenInGraceThenEndsToTheMoment() {
        Policy policy = policy(MfaRequired.EVERYONE, 7, EnrolmentMethod.PASS);
        Instant end = START.plus(Duration.ofDays(7));

        assertThat(policy.mfaStatus(subject(false), end.minusNanos(1))).isEqualTo(new MfaStatus(State.GRACE, end));
        assertThat(policy.mfaStatus(subject(false), end)).isEqualTo(new MfaStatus(State.DUE_BY_PASS, null));
    }

    @Test
    void standingWhenTheAccountIsYoungerThanThePolicyThenTheDaysRunFromItsCreation() {
        Instant created = START.plus(Duration.ofDays(100));
        var standing = policy(MfaRequired.EVERYONE, 7, EnrolmentMethod.PASSWORD)
                .mfaStatus(new PolicySubject(false, false, false, created), created);

        assertThat(standing.graceUntil()).isEqualTo(created.plus(Duration.ofDays(7)));
    }

    @Test
    void standingWhenThereIsMfaOrAResetThenThePolicyMakesNoDifference() {
        for (MfaRequired required : MfaRequired.values()) {
            Policy policy = policy(required, 0, EnrolmentMethod.PASSWORD);
            assertThat(policy.mfaStatus(new PolicySubject(true, true, false, LONG_AGO), START)
                            .state())
                    .isEqualTo(State.READY);
            assertThat(policy.mfaStatus(new PolicySubject(true, false, true, LONG_AGO), START)
                            .state())
                    .isEqualTo(State.DUE_BY_PASS);
        }
    }

    @Test
    void changeWhenItIsNoLessStrictThenTheDaysOfWhoHadThemAlreadyGoOn() {
        Instant later = START.plus(Duration.ofDays(5));
        Policy wider = policy(MfaRequired.ADMINISTRATORS, 7, EnrolmentMethod.PASSWORD)
                .change(settings(MfaRequired.EVERYONE, 7, EnrolmentMethod.PASSWORD), later);

        assertThat(wider.administratorsSince()).isEqualTo(START);
        assertThat(wider.everyoneSince()).isEqualTo(later);
        assertThat(wider.change(settings(MfaRequired.EVERYONE, 9, EnrolmentMethod.PASS), later.plusSeconds(9)))
                .extracting(Policy::administratorsSince, Policy::everyoneSince)
                .containsExactly(START, later);
    }

    @Test
    void changeWhenItWasNotRequiredInBetweenThenTheDaysBeginAnew() {
        Instant later = START.plus(Duration.ofDays(5));
        Policy again = policy(MfaRequired.EVERYONE, 7, EnrolmentMethod.PASSWORD)
                .change(PolicySettings.NONE, later)
                .change(settings(MfaRequired.EVERYONE, 7, EnrolmentMethod.PASSWORD), later.plusSeconds(1));

        assertThat(again.everyoneSince()).isEqualTo(later.plusSeconds(1));
    }

    @Test
    void locksOutWhenAPassIsNeededSoonerOrLaterThenDoes() {
        Policy byPass = policy(MfaRequired.ADMINISTRATORS, 90, EnrolmentMethod.PASS);

        assertThat(byPass.locksOut(subject(true))).isTrue();
        assertThat(byPass.locksOut(subject(false))).isFalse();
        assertThat(byPass.locksOut(new PolicySubject(true, true, false, LONG_AGO)))
                .isFalse();
        assertThat(policy(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASSWORD).locksOut(subject(true)))
                .isFalse();
        assertThat(Policy.NONE.locksOut(new PolicySubject(true, false, true, LONG_AGO)))
                .isTrue();
    }

    @Test
    void refusesDeviceWhenForbiddenOrFromElsewhereThenSaysWhy() {
        Policy forbids = Policy.NONE.change(
                new PolicySettings(MfaRequired.NO, 0, EnrolmentMethod.PASSWORD, false, null, List.of("10.0.0.0/8")),
                START);
        Policy office = Policy.NONE.change(
                new PolicySettings(
                        MfaRequired.NO,
                        0,
                        EnrolmentMethod.PASSWORD,
                        true,
                        null,
                        List.of("10.0.0.0/8", "2001:db8::/64")),
                START);

        assertThat(forbids.refusesDevice("10.1.2.3")).contains(AuditReason.DEVICES_FORBIDDEN);
        assertThat(List.of("10.1.2.3", "2001:db8::1"))
                .allSatisfy(address -> assertThat(office.refusesDevice(address)).isEmpty());
        assertThat(List.of("11.1.2.3", "2001:db8:0:1::1", "", "unknown", "example.org", "10.1.2.3.4"))
                .allSatisfy(address -> assertThat(office.refusesDevice(address)).contains(AuditReason.OTHER_NETWORK));
        assertThat(Policy.NONE.refusesDevice("anywhere")).isEmpty();
    }

    @Test
    void termsWhenOutOfBoundsThenAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(MfaRequired.NO, 91, EnrolmentMethod.PASS));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(MfaRequired.NO, -1, EnrolmentMethod.PASS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PolicySettings(
                        MfaRequired.NO, 0, EnrolmentMethod.PASS, true, null, List.of("example.org/8")));
    }
}
