package dev.vestibule.trusteddevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.parameter.ParameterValues;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustTest {
    private static final Instant BEGUN = Instant.parse("2026-11-01T10:00:00Z");
    private static final ParameterValues DEFAULTS = ParameterValues.ofJson(null);
    private static final boolean SECURE = TrustedDeviceCookie.secure(DEFAULTS);

    @ParameterizedTest
    @CsvSource({"PT0S, true", "P29D, true", "PT719H59M59S, true", "P30D, false", "P31D, false", "PT-1H, false"})
    void deviceWhenTrustedForThirtyDaysThenLastsSoLong(Duration after, boolean lasts) {
        assertThat(promised(30).lasts(DEFAULTS, BEGUN.plus(after))).isEqualTo(lasts);
    }

    @Test
    void deviceWhenTheDaysAreFewerNowThenEndsEarlier() {
        ParameterValues week = values("auth_totp.trusted_device_days", "7");

        assertThat(promised(30).until(week)).isEqualTo(BEGUN.plus(Duration.ofDays(7)));
        assertThat(promised(30).lasts(week, BEGUN.plus(Duration.ofDays(8)))).isFalse();
    }

    @Test
    void deviceWhenTheDaysAreMoreNowThenEndsAsPromised() {
        ParameterValues year = values("auth_totp.trusted_device_days", "365");

        assertThat(promised(30).until(year)).isEqualTo(BEGUN.plus(Duration.ofDays(30)));
    }

    @Test
    void deviceWhenItsCookieHasTheOtherFlagThenDoesNotLast() {
        Trust other = new Trust(!SECURE, null, BEGUN, BEGUN.plus(Duration.ofDays(30)));

        assertThat(other.lasts(DEFAULTS, BEGUN)).isFalse();
    }

    @Test
    void browserWhenOfAnotherKindThenFitsOnlyIfThatIsNotChecked() {
        Trust firefox = new Trust(SECURE, "firefox linux", BEGUN, BEGUN);
        ParameterValues checked = values("auth_totp.device_fingerprint", "1");
        ParameterValues unchecked = values("auth_totp.device_fingerprint", "0");

        assertThat(firefox.fits("firefox linux", checked)).isTrue();
        assertThat(firefox.fits("chrome android", checked)).isFalse();
        assertThat(firefox.fits("chrome android", unchecked)).isTrue();
        assertThat(promised(30).fits("chrome android", checked)).isTrue();
    }

    private static Trust promised(int days) {
        return new Trust(SECURE, null, BEGUN, BEGUN.plus(Duration.ofDays(days)));
    }

    private static ParameterValues values(String key, String value) {
        return ParameterValues.ofJson("{\"" + key + "\":\"" + value + "\"}");
    }
}
