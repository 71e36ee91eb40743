package dev.vestibule.totp;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Finds out what time an authenticator app believes it is.
 *
 * <p>From two codes in a row, never from one: with a day either side, a single guess would be right once in 350 tries and
 * would tell a thief when. Two make that 6 in 10^9.
 */
public final class ClockSearch {
    /** Either side of the present. A phone set to a wrong day is beyond help by minutes. */
    public static final Duration RANGE = Duration.ofHours(24);

    private static final long STEPS = RANGE.dividedBy(Totp.STEP);

    private final Totp totp = new Totp();

    /**
     * The step of the second code, the nearest to {@code now} within {@link #RANGE}, of which the first one is the code
     * of the step before; empty when there is none.
     */
    public OptionalLong find(TotpSecret secret, TotpCode first, TotpCode second, Instant now) {
        long present = Totp.stepAt(now);
        OptionalLong found = OptionalLong.empty();
        boolean firstBefore = totp.isCode(secret, present - STEPS - 1, first);
        // All of it is computed, whatever was found: the time taken tells nothing.
        for (long step = present - STEPS; step <= present + STEPS; step++) {
            boolean pair = totp.isCode(secret, step, second) & firstBefore;
            firstBefore = totp.isCode(secret, step, first);
            if (pair && (found.isEmpty() || Math.abs(step - present) < Math.abs(found.getAsLong() - present))) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }
}
