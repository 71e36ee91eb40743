package dev.vestibule.throttle;

import dev.vestibule.platform.ClockSkew;
import java.time.Duration;
import java.util.Locale;

/**
 * Waits that double.
 *
 * @param first the wait after the first failure beyond the free ones
 * @param longest the maximum: a wait slows a guesser down and never locks a user out for good
 */
record Backoff(Duration first, Duration longest) {
    static final Backoff PASSWORD = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(15));
    static final Backoff CODE = new Backoff(Duration.ofSeconds(30), Duration.ofHours(1));

    /** Whether a stored wait is still running; a wait beyond the maximum was stored with a wrong clock and is over. */
    String goesOn(String column) {
        return String.format(
                Locale.ROOT,
                "coalesce(%1$s > :now and %1$s <= cast(:now as timestamptz) + make_interval(secs => %2$d), false)",
                column,
                longest.plus(ClockSkew.TOLERATED).toSeconds());
    }

    /** The wait as SQL, by the number of failures beyond the free ones. */
    String sql(String beyond) {
        // The exponent is bounded too: power() overflows for a large one.
        return String.format(
                Locale.ROOT,
                "make_interval(secs => least(%d * power(2, least(%s, 20)), %d))",
                first.toSeconds(),
                beyond,
                longest.toSeconds());
    }
}
