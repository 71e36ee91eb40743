package dev.vestibule.throttle;

import dev.vestibule.platform.ClockSkew;
import java.time.Duration;
import java.util.Locale;

/**
 * Waits that double.
 *
 * @param first after the first failure too many
 * @param longest what no wait exceeds: a wait slows a guesser down and never shuts an owner out for good
 */
record Backoff(Duration first, Duration longest) {
    static final Backoff PASSWORD = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(15));
    static final Backoff CODE = new Backoff(Duration.ofSeconds(30), Duration.ofHours(1));

    /** Whether a wait that was stored goes on: one beyond the longest was stored by a clock that was wrong, and is over. */
    String goesOn(String column) {
        return String.format(
                Locale.ROOT,
                "coalesce(%1$s > :now and %1$s <= cast(:now as timestamptz) + make_interval(secs => %2$d), false)",
                column,
                longest.plus(ClockSkew.TOLERATED).toSeconds());
    }

    /** The wait as SQL, in terms of how many failures there were beyond those that are free. */
    String sql(String beyond) {
        // The exponent is bounded too: a power of a large number is none.
        return String.format(
                Locale.ROOT,
                "make_interval(secs => least(%d * power(2, least(%s, 20)), %d))",
                first.toSeconds(),
                beyond,
                longest.toSeconds());
    }
}
