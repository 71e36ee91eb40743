package dev.vestibule.principal;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** The steps of the sign-in that a session has completed. */
public enum SignInStage {
    /** No session, or a session that has ended. */
    VISITOR,
    /** The user entered the password too long ago to continue with the code. */
    EXPIRED,
    /** The user has entered the password; the second factor is missing. */
    CODE,
    /** The user has entered the password; the account must enrol, which requires an enrolment pass. */
    ENROLMENT_DUE,
    /** The user has entered the password, and the enrolment pass if one is required; only the wizard can be used. */
    ENROLLING,
    SIGNED_IN;

    public static SignInStage of(@Nullable Authentication authentication) {
        if (authentication == null || !(authentication.getPrincipal() instanceof AccountPrincipal principal)) {
            return VISITOR;
        }
        if (!Factors.has(authentication, Factors.PASSWORD)) {
            return EXPIRED;
        }
        if (principal.enrolmentDue()) {
            boolean open = !principal.standing().byPass() || Factors.has(authentication, Factors.ENROLMENT_PASS);
            return open ? ENROLLING : ENROLMENT_DUE;
        }
        return isComplete(principal, authentication) ? SIGNED_IN : CODE;
    }

    /** A complete sign-in needs the password and, for accounts with MFA, a code or a trusted device. */
    public static boolean isComplete(AccountPrincipal principal, Authentication authentication) {
        return !principal.mfa()
                || Factors.has(authentication, Factors.TOTP)
                || Factors.has(authentication, Factors.TRUSTED_DEVICE);
    }
}
