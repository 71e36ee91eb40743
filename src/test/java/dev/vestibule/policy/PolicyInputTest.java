package dev.vestibule.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.FieldError;

class PolicyInputTest {
    private static final PolicySettings EVERYTHING = new PolicySettings(
            MfaRequired.ADMINISTRATORS, 90, EnrolmentMethod.PASS, false, 365, List.of("192.0.2.0/24", "2001:db8::/32"));

    @Test
    void inputWhenOfSettingsThenGivesThemBack() {
        PolicyInput input = PolicyInput.of(EVERYTHING);

        assertThat(input.mfa_required()).isEqualTo("administrators");
        assertThat(input.enrolment()).isEqualTo("pass");
        assertThat(codes(input)).isEmpty();
        assertThat(input.settings()).isEqualTo(EVERYTHING);
        assertThat(PolicyInput.of(PolicySettings.NONE).settings()).isEqualTo(PolicySettings.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "90, true", "-1, false", "91, false"})
    void graceDaysWhenAtTheirBoundsThenTaken(int days, boolean taken) {
        assertThat(codes(input("no", days, "password", null)).isEmpty()).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "365, true", "0, false", "366, false", ", true"})
    void deviceDaysWhenAtTheirBoundsThenTaken(@Nullable Integer days, boolean taken) {
        assertThat(codes(input("no", 0, "password", days)).isEmpty()).isEqualTo(taken);
    }

    @Test
    void fieldsWhenAllAreWrongThenEachIsRejectedForItsReason() {
        PolicyInput input =
                new PolicyInput("someone", 91, "mail", true, 0, List.of("10.0.0.0/8", "10.0.0.300", "everywhere"));

        assertThat(codes(input))
                .containsExactly(
                        "mfa_required refused.choice []",
                        "enrolment refused.choice []",
                        "grace_days refused.parameter.bounds [0, 90]",
                        "trusted_device_days refused.parameter.bounds [1, 365]",
                        "trusted_networks refused.network [10.0.0.300]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NO", "Everyone", "everyone "})
    void choiceWhenSpeltOtherwiseThenRejected(String required) {
        assertThat(codes(input(required, 0, "password", null))).containsExactly("mfa_required refused.choice []");
    }

    private static PolicyInput input(String required, int grace, String enrolment, @Nullable Integer days) {
        return new PolicyInput(required, grace, enrolment, true, days, List.of());
    }

    private static List<String> codes(PolicyInput input) {
        var errors = new BeanPropertyBindingResult(input, "policy");
        input.check(errors);
        return errors.getFieldErrors().stream().map(PolicyInputTest::code).toList();
    }

    private static String code(FieldError error) {
        Object[] arguments = error.getArguments();
        return error.getField() + " " + error.getCode() + " " + List.of(arguments == null ? new Object[0] : arguments);
    }
}
