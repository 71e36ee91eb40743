package dev.vestibule.principal;

import dev.vestibule.web.LoginPaths;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** The steps of the sign-in that a session has completed: the only definition of "signed in". */
public enum SignInStage {
    /** No session, or a session that has ended. */
    VISITOR(LoginPaths.PASSWORD),
    /** The user entered the password too long ago to continue with the code. */
    EXPIRED(LoginPaths.PASSWORD),
    /** The user has entered the password; the second factor is missing. */
    CODE(LoginPaths.CODE),
    /** The user has entered the password; the account must enrol, which requires an enrolment pass. */
    ENROLMENT_DUE(LoginPaths.ENROLMENT_PASS),
    /** The user has entered the password, and the enrolment pass if one is required; only the wizard can be used. */
    ENROLLING(LoginPaths.WIZARD),
    /** The user has entered the password and, for an account with MFA, a code, or uses a trusted device. */
    SIGNED_IN("/");

    private final String path;

    SignInStage(String path) {
        this.path = path;
    }

    /** The path of the page that a user at this stage continues with. */
    public String path() {
        return path;
    }

    public static SignInStage of(@Nullable Authentication authentication) {
        if (authentication == null || !(authentication.getPrincipal() instanceof AccountPrincipal principal)) {
            return VISITOR;
        }
        if (!Factors.has(authentication, Factors.PASSWORD)) {
            return EXPIRED;
        }
        if (principal.enrolmentDue()) {
            boolean open = !principal.mfaStatus().byPass() || Factors.has(authentication, Factors.ENROLMENT_PASS);
            return open ? ENROLLING : ENROLMENT_DUE;
        }
        boolean complete = !principal.mfa()
                || Factors.has(authentication, Factors.TOTP)
                || Factors.has(authentication, Factors.TRUSTED_DEVICE);
        return complete ? SIGNED_IN : CODE;
    }
}
