package dev.vestibule.principal;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** How far a browser has come. */
public enum SignInStage {
    /** No session, or one that has ended. */
    VISITOR,
    /** The password was right, but too long ago to go on with the code. */
    EXPIRED,
    /** The password is there, the second factor is not. */
    CODE,
    /** The password is there, but the account has to enrol, and it takes a pass to go on. */
    ENROLMENT_DUE,
    /** So is the pass, if it takes one: the wizard is open, and nothing else. */
    ENROLLING,
    SIGNED_IN;

    public static SignInStage of(@Nullable Authentication authentication) {
        if (authentication == null || !(authentication.getPrincipal() instanceof AccountPrincipal person)) {
            return VISITOR;
        }
        if (!Factors.has(authentication, Factors.PASSWORD)) {
            return EXPIRED;
        }
        if (person.enrolmentDue()) {
            boolean open = !person.standing().byPass() || Factors.has(authentication, Factors.ENROLMENT_PASS);
            return open ? ENROLLING : ENROLMENT_DUE;
        }
        return isComplete(person, authentication) ? SIGNED_IN : CODE;
    }

    /** The rule of the house: a password, and for who has MFA a code or a trusted device as well. */
    public static boolean isComplete(AccountPrincipal person, Authentication authentication) {
        return !person.mfa()
                || Factors.has(authentication, Factors.TOTP)
                || Factors.has(authentication, Factors.TRUSTED_DEVICE);
    }
}
