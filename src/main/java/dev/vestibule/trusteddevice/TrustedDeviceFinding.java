package dev.vestibule.trusteddevice;

import dev.vestibule.event.AuditReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why the cookie of a trusted device, or its absence, did not skip the code.
 *
 * @param browser the name that the device got when it was trusted; null when no device is known
 * @param endedAt when it was revoked or expired; null likewise
 */
public record TrustedDeviceFinding(
        AuditReason reason,
        @Nullable String browser,
        @Nullable Instant endedAt) {
    static TrustedDeviceFinding of(AuditReason reason) {
        return new TrustedDeviceFinding(reason, null, null);
    }
}
