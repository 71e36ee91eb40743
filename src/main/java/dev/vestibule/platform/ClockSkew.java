package dev.vestibule.platform;

import java.time.Duration;
import java.time.Instant;

/**
 * What the clocks of two nodes may differ by. A stored time that lies further ahead was written by a clock that was wrong,
 * and has since been set back: what began then is not fresh, and what ends then has no such end.
 */
public final class ClockSkew {
    public static final Duration TOLERATED = Duration.ofMinutes(1);

    private ClockSkew() {}

    /** Whether this cannot have happened by now. */
    public static boolean isAhead(Instant happened, Instant now) {
        return happened.isAfter(latest(now));
    }

    /** The latest time at which anything can have happened by now. */
    public static Instant latest(Instant now) {
        return now.plus(TOLERATED);
    }
}
