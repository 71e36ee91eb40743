package dev.vestibule.throttle;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who knocks, as far as it matters before anything is proved.
 *
 * @param network where from
 * @param browser hash of the token by which a browser says that it is known, in hexadecimal; null when it says nothing
 */
public record Caller(SourceNetwork network, @Nullable String browser) {
    /** Somebody who shows no cookie, or whose cookies are not looked at. */
    public static Caller unknown(HttpServletRequest request) {
        return new Caller(SourceNetwork.of(request), null);
    }
}
