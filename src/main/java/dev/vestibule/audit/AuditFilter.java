package dev.vestibule.audit;

import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditOutcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted; null narrows nothing.
 *
 * @param account by its id
 * @param login by its login; finds tries with a login that nobody has, too
 * @param address one, or a network of them
 * @param from inclusive
 * @param to exclusive
 */
public record AuditFilter(
        @Nullable UUID account,
        @Nullable String login,
        @Nullable AuditEventType kind,
        @Nullable AuditOutcome outcome,
        @Nullable AuditAddress address,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** Those about one account. */
    public static AuditFilter of(UUID account) {
        return new AuditFilter(account, null, null, null, null, null, null);
    }

    /** The later bound of a page: where the one before ended, or the end of the time that is asked for. */
    AuditCursor before(AuditCursor after) {
        return to != null && to.isBefore(after.at()) ? new AuditCursor(to, Long.MIN_VALUE) : after;
    }

    public boolean isEmpty() {
        return equals(new AuditFilter(null, null, null, null, null, null, null));
    }
}
