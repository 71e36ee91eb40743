package dev.vestibule.trusteddevice;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.platform.ClockSkew;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The terms on which a browser is trusted.
 *
 * @param secure whether its cookie was given with Secure
 * @param fingerprint what kind of browser it was then; null when that was not kept
 * @param trustedAt the day of trust
 * @param promised the end that its owner was told then
 */
record Trust(boolean secure, @Nullable String fingerprint, Instant trustedAt, Instant promised) {
    static Trust of(ResultSet row) throws SQLException {
        return new Trust(
                row.getBoolean("secure"),
                row.getString("fingerprint"),
                row.getTimestamp("trusted_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    /** Whether it has not ended, by the values in force. */
    boolean lasts(ParameterValues values, Instant now) {
        return secure == TrustedDeviceCookie.secure(values)
                && until(values).isAfter(now)
                && !ClockSkew.isAhead(trustedAt, now);
    }

    Instant until(ParameterValues values) {
        return TrustedDevices.until(trustedAt, promised, values.duration(Parameter.TRUSTED_DEVICE_DAYS));
    }

    /** Whether the browser that asks is of the kind that was trusted, as far as that is looked at. */
    boolean fits(String fingerprint, ParameterValues values) {
        return !values.on(Parameter.DEVICE_FINGERPRINT)
                || this.fingerprint == null
                || this.fingerprint.equals(fingerprint);
    }
}
