package dev.vestibule.device;

import dev.vestibule.event.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why the cookie of a remembered browser, or the lack of one, did not spare its owner the code.
 *
 * @param browser the device's, as it was named when it was trusted; null when no device is known
 * @param endedAt when it ended; null likewise
 */
public record CookieFate(
        Reason reason, @Nullable String browser, @Nullable Instant endedAt) {
    static CookieFate of(Reason reason) {
        return new CookieFate(reason, null, null);
    }
}
