package dev.vestibule.device;

import dev.vestibule.account.Token;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;

/**
 * What a browser shows as its proof of being remembered for one account, as hashes to look for.
 *
 * @param secure of the cookie given with Secure; empty, and so no token's hash, when the browser sent none
 * @param plain of the cookie given without
 */
public record PresentedTokens(byte[] secure, byte[] plain) {
    private static final byte[] NONE = {};

    public static PresentedTokens of(HttpServletRequest request, UUID account) {
        return new PresentedTokens(hash(request, account, true), hash(request, account, false));
    }

    private static byte[] hash(HttpServletRequest request, UUID account, boolean secure) {
        return TrustedDeviceCookie.read(request, account, secure)
                .map(Token::hash)
                .orElse(NONE);
    }

    /** Whether a device found by these hashes is honoured by the values in force. */
    public static boolean honoured(
            boolean secure, Instant trustedAt, Instant promised, ParameterValues values, Instant now) {
        return secure == TrustedDeviceCookie.secure(values)
                && TrustedDevices.until(trustedAt, promised, values.duration(Parameter.TRUSTED_DEVICE_DAYS))
                        .isAfter(now);
    }
}
