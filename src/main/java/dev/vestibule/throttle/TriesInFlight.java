package dev.vestibule.throttle;

import dev.vestibule.platform.ClockSkew;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Tries that are being checked and are no failures yet: a column {@code in_flight} with the instants at which each of
 * them expires if its node never reports a result.
 *
 * <p>The SQL takes the parameters {@code :now}, {@code :until} and {@code :flight}, see {@link #until} and {@link
 * #latest}.
 */
final class TriesInFlight {
    /** Longer than any check takes, waits for a hash included; the tries of a node that died expire after it. */
    static final Duration BOUND = Duration.ofMinutes(1);

    private TriesInFlight() {}

    /** When a try that begins now expires. */
    static Timestamp until(Instant now) {
        return Timestamp.from(now.plus(BOUND));
    }

    /** No try expires later than this, whichever node began it. */
    static Timestamp latest(Instant now) {
        return Timestamp.from(ClockSkew.latest(now).plus(BOUND));
    }

    /** The tries that are still being checked. */
    static String live(String column) {
        return String.format(Locale.ROOT, "array(select e from unnest(%s) e where e > :now and e <= :flight)", column);
    }

    /** All but one that expires at {@code :until}; which one does not matter, as they are alike. */
    static String without(String column) {
        String position = String.format(Locale.ROOT, "array_position(%s, cast(:until as timestamptz))", column);
        return String.format(Locale.ROOT, "coalesce(%1$s[:(%2$s - 1)] || %1$s[(%2$s + 1):], %1$s)", column, position);
    }
}
