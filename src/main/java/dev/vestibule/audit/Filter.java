package dev.vestibule.audit;

import dev.vestibule.event.Kind;
import dev.vestibule.event.Outcome;
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
public record Filter(
        @Nullable UUID account,
        @Nullable String login,
        @Nullable Kind kind,
        @Nullable Outcome outcome,
        @Nullable Address address,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** Those about one account. */
    public static Filter of(UUID account) {
        return new Filter(account, null, null, null, null, null, null);
    }

    /** The later bound of a page: where the one before ended, or the end of the time that is asked for. */
    Cursor before(Cursor after) {
        return to != null && to.isBefore(after.at()) ? new Cursor(to, Long.MIN_VALUE) : after;
    }

    public boolean isEmpty() {
        return equals(new Filter(null, null, null, null, null, null, null));
    }
}
