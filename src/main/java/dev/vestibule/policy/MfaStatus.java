package dev.vestibule.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an account stands with regard to MFA.
 *
 * @param graceUntil when the days of grace end; null but for {@link State#GRACE}
 */
public record MfaStatus(State state, @Nullable Instant graceUntil) {
    public enum State {
        /** It has MFA. */
        READY,
        /** It has none, and need not have it. */
        FREE,
        /** It must have MFA, and may go without for some days. */
        GRACE,
        /** It must enrol before anything else opens; the password opens the wizard. */
        DUE,
        /** It must enrol before anything else opens, and takes a pass to do so. */
        DUE_BY_PASS
    }

    /** Whether it has to enrol before anything else opens. */
    public boolean due() {
        return state == State.DUE || state == State.DUE_BY_PASS;
    }

    /** Whether it takes a pass to enrol. */
    public boolean byPass() {
        return state == State.DUE_BY_PASS;
    }
}
