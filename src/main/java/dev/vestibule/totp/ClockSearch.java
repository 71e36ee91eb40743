package dev.vestibule.totp;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Finds the time of an authenticator app's clock.
 *
 * <p>The search takes two consecutive codes, never one: within a day either side, a single guess would be right once in
 * 350 tries and would tell an attacker the offset. With two codes the chance is 6 in 10^9.
 */
public final class ClockSearch {
    /** Either side of the present. A clock with a wrong day cannot be fixed by an offset in minutes. */
    public static final Duration RANGE = Duration.ofHours(24);

    private static final long STEPS = RANGE.dividedBy(Totp.STEP);

    private final Totp totp = new Totp();

    /**
     * The step of the second code, the nearest to {@code now} within {@link #RANGE}, where the first code is the one of
     * the step before; empty when there is none.
     */
    public OptionalLong find(TotpSecret secret, TotpCode first, TotpCode second, Instant now) {
        long present = Totp.stepAt(now);
        OptionalLong found = OptionalLong.empty();
        boolean firstBefore = totp.isCode(secret, present - STEPS - 1, first);
        // All steps are computed even after a match, so that the time taken tells nothing.
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
