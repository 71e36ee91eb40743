package dev.vestibule.trusteddevice;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.platform.ClockSkew;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The conditions under which a browser is trusted.
 *
 * @param secure whether its cookie has the Secure flag
 * @param fingerprint the kind of browser at that time; null when it was not stored
 * @param trustedAt when trust began
 * @param promised the expiry that the page told the user
 */
record Trust(boolean secure, @Nullable String fingerprint, Instant trustedAt, Instant promised) {
    static Trust of(ResultSet row) throws SQLException {
        return new Trust(
                row.getBoolean("secure"),
                row.getString("fingerprint"),
                row.getTimestamp("trusted_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    /** Whether the device has not expired, by the values in force. */
    boolean lasts(ParameterValues values, Instant now) {
        return secure == TrustedDeviceCookie.secure(values)
                && until(values).isAfter(now)
                && !ClockSkew.isAhead(trustedAt, now);
    }

    Instant until(ParameterValues values) {
        return TrustedDevices.until(trustedAt, promised, values.duration(Parameter.TRUSTED_DEVICE_DAYS));
    }

    /** Whether the browser is of the kind that was trusted, if that is checked. */
    boolean fits(String fingerprint, ParameterValues values) {
        return !values.on(Parameter.DEVICE_FINGERPRINT)
                || this.fingerprint == null
                || this.fingerprint.equals(fingerprint);
    }
}
