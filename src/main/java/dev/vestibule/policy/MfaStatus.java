package dev.vestibule.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The MFA status of an account under its company's policy.
 *
 * @param graceUntil when the grace period ends; null except for {@link State#GRACE}
 */
public record MfaStatus(State state, @Nullable Instant graceUntil) {
    public enum State {
        /** The account has MFA. */
        READY,
        /** The account has no MFA and does not need it. */
        FREE,
        /** The account must set up MFA before the grace period ends. */
        GRACE,
        /** The user must enrol before any other page; the password is enough for the wizard. */
        DUE,
        /** The user must enrol before any other page, and needs an enrolment pass. */
        DUE_BY_PASS
    }

    /** Whether the user has to enrol before any other page. */
    public boolean due() {
        return state == State.DUE || state == State.DUE_BY_PASS;
    }

    /** Whether the user needs an enrolment pass. */
    public boolean byPass() {
        return state == State.DUE_BY_PASS;
    }
}
