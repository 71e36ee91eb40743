package dev.vestibule.platform;

import java.time.Duration;
import java.time.Instant;

/**
 * The tolerated difference between the clocks of two nodes. A stored time that lies further ahead was written by a
 * clock that was wrong,
 * and has since been set back: such a start time or expiry is not valid.
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
