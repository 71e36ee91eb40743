package dev.vestibule.audit;

import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditOutcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a search; null does not filter.
 *
 * @param account by its id
 * @param login by its username; also finds attempts with a username that no account has
 * @param address one address, or a network
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

    /** The events of one account. */
    public static AuditFilter of(UUID account) {
        return new AuditFilter(account, null, null, null, null, null, null);
    }

    /** The upper bound of a page: the end of the previous page, or the end of the requested time if that is earlier. */
    AuditCursor before(AuditCursor after) {
        return to != null && to.isBefore(after.at()) ? new AuditCursor(to, Long.MIN_VALUE) : after;
    }

    public boolean isEmpty() {
        return equals(new AuditFilter(null, null, null, null, null, null, null));
    }
}
