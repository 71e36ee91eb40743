package dev.vestibule.throttle;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The source of an attempt, before authentication.
 *
 * @param network the network of the client
 * @param browser hash of the token of a known browser, in hexadecimal; null when the client sent none
 */
public record Caller(SourceNetwork network, @Nullable String browser) {
    /** A client without a cookie, or whose cookies are ignored. */
    public static Caller unknown(HttpServletRequest request) {
        return new Caller(SourceNetwork.of(request), null);
    }
}
