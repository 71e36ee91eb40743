package dev.vestibule.trusteddevice;

import dev.vestibule.event.AuditReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why the cookie of a remembered browser, or the lack of one, did not spare its owner the code.
 *
 * @param browser the device's, as it was named when it was trusted; null when no device is known
 * @param endedAt when it ended; null likewise
 */
public record TrustedDeviceFinding(
        AuditReason reason,
        @Nullable String browser,
        @Nullable Instant endedAt) {
    static TrustedDeviceFinding of(AuditReason reason) {
        return new TrustedDeviceFinding(reason, null, null);
    }
}
