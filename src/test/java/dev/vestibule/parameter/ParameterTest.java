package dev.vestibule.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterTest {
    @ParameterizedTest
    @CsvSource({
        "auth_totp.secure_cookie,       1,  0, 1,   SWITCH",
        "auth_totp.trusted_device_days, 30, 1, 365, DAYS",
        "auth_totp.challenge_minutes,   10, 1, 60,  MINUTES",
        "auth_totp.device_fingerprint,  1, 0, 1,   SWITCH",
        "session.idle_minutes,          60, 5, 1440, MINUTES",
        "session.absolute_hours,        24, 1, 720, HOURS",
        "auth.password_min_length,      12, 8, 64,  CHARACTERS",
        "throttle.address_failures,     300, 20, 100000, FAILURES",
        "audit.retention_days,          400, 30, 3650, DAYS"
    })
    void ofKeyWhenKeyIsOfTheContractThenHasItsValues(
            String key, int byDefault, int minimum, int maximum, Parameter.Unit unit) {
        Parameter parameter = Parameter.ofKey(key).orElseThrow();

        assertThat(parameter.byDefault()).isEqualTo(byDefault);
        assertThat(parameter.minimum()).isEqualTo(minimum);
        assertThat(parameter.maximum()).isEqualTo(maximum);
        assertThat(parameter.unit()).isEqualTo(unit);
    }

    @Test
    void ofKeyWhenThereIsNoSuchKeyThenIsEmpty() {
        assertThat(Parameter.ofKey("")).isEmpty();
        assertThat(Parameter.ofKey("SECURE_COOKIE")).isEmpty();
        assertThat(Parameter.ofKey("AUTH_TOTP.SECURE_COOKIE")).isEmpty();
    }

    @Test
    void keyWhenComparedThenIsUnique() {
        assertThat(Arrays.stream(Parameter.values()).map(Parameter::key)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Parameter.class)
    void parseWhenValueIsAtItsBoundsThenIsTakenAndBeyondThemRefused(Parameter parameter) {
        assertThat(parameter.parse(text(parameter.minimum()))).contains(parameter.minimum());
        assertThat(parameter.parse(text(parameter.maximum()))).contains(parameter.maximum());
        assertThat(parameter.parse(text(parameter.byDefault()))).contains(parameter.byDefault());
        assertThat(parameter.parse(text(parameter.minimum() - 1))).isEmpty();
        assertThat(parameter.parse(text(parameter.maximum() + 1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "' '",
        "' 5'",
        "'5 '",
        "+5",
        "-5",
        "1e3",
        "1e1",
        "0x5",
        "5.0",
        "'5,0'",
        "five",
        "5d",
        "\u0665",
        "\uff15",
        "null",
        "true",
        "4294967301",
        "99999999999999999999",
        "'5\n'"
    })
    void parseWhenTextIsNoWholeNumberThenIsEmpty(String text) {
        assertThat(Parameter.CHALLENGE_MINUTES.parse(text)).isEmpty();
    }

    @Test
    void parseWhenTextIsEndlessThenIsEmpty() {
        assertThat(Parameter.CHALLENGE_MINUTES.parse("5".repeat(100_000))).isEmpty();
    }

    @Test
    void numberWhenNothingIsChangedThenIsTheDefault() {
        ParameterValues values = ParameterValues.ofJson(null);

        assertThat(Parameter.values()).allSatisfy(parameter -> {
            assertThat(values.number(parameter)).isEqualTo(parameter.byDefault());
            assertThat(values.changed(parameter)).isFalse();
        });
    }

    @Test
    void numberWhenStoredValueIsOutOfBoundsOrNoNumberThenIsTheDefault() {
        ParameterValues values = ParameterValues.ofJson("""
                {"auth_totp.challenge_minutes": "61", "auth.password_min_length": "many", "gone.since": "1"}""");

        assertThat(values.number(Parameter.CHALLENGE_MINUTES)).isEqualTo(10);
        assertThat(values.number(Parameter.PASSWORD_MIN_LENGTH)).isEqualTo(12);
    }

    @Test
    void durationWhenUnitIsOfTimeThenIsInThatUnit() {
        ParameterValues values = ParameterValues.ofJson("{\"auth_totp.trusted_device_days\": \"7\"}");

        assertThat(values.duration(Parameter.TRUSTED_DEVICE_DAYS)).isEqualTo(Duration.ofDays(7));
        assertThat(values.duration(Parameter.CHALLENGE_MINUTES)).isEqualTo(Duration.ofMinutes(10));
        assertThat(values.duration(Parameter.ABSOLUTE_HOURS)).isEqualTo(Duration.ofHours(24));
        assertThatIllegalArgumentException().isThrownBy(() -> values.duration(Parameter.SECURE_COOKIE));
        assertThatIllegalArgumentException().isThrownBy(() -> values.duration(Parameter.PASSWORD_MIN_LENGTH));
    }

    @Test
    void onWhenParameterIsASwitchThenTellsWhichWay() {
        assertThat(ParameterValues.ofJson(null).on(Parameter.SECURE_COOKIE)).isTrue();
        assertThat(ParameterValues.ofJson("{\"auth_totp.secure_cookie\": \"0\"}")
                        .on(Parameter.SECURE_COOKIE))
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParameterValues.ofJson(null).on(Parameter.CHALLENGE_MINUTES));
    }

    private static String text(int value) {
        return Integer.toString(value);
    }
}
