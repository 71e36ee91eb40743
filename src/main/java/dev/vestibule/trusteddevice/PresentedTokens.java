package dev.vestibule.trusteddevice;

import dev.vestibule.encryption.Token;
import dev.vestibule.parameter.ParameterValues;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * Hashes of the trusted-device tokens that a browser sent for one account.
 *
 * @param secure of the cookie with Secure; empty, which matches no token's hash, when the browser sent none
 * @param plain of the cookie without Secure
 * @param fingerprint the kind of browser; empty when it sent no such cookie
 */
public record PresentedTokens(byte[] secure, byte[] plain, String fingerprint) {
    private static final byte[] NONE = {};

    public static PresentedTokens of(HttpServletRequest request, UUID account) {
        byte[] secure = hash(request, account, true);
        byte[] plain = hash(request, account, false);
        boolean none = secure.length == 0 && plain.length == 0;
        return new PresentedTokens(secure, plain, none ? "" : BrowserFingerprint.of(request));
    }

    /** For clients that are no browsers, whose cookies are ignored. */
    public static PresentedTokens none() {
        return new PresentedTokens(NONE, NONE, "");
    }

    private static byte[] hash(HttpServletRequest request, UUID account, boolean secure) {
        return TrustedDeviceCookie.read(request, account, secure)
                .map(Token::hash)
                .orElse(NONE);
    }

    /** Whether the device of this row, found by one of these hashes, is honoured by the values in force. */
    public boolean honoured(ResultSet device, ParameterValues values, Instant now) throws SQLException {
        Trust trust = Trust.of(device);
        return trust.lasts(values, now) && trust.fits(fingerprint, values);
    }
}
