package dev.vestibule.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a form did, as the address of the next page carries it ({@code ?done=…}); any other code shows nothing. */
public enum Done {
    PROFILE,
    PASSWORD,
    MFA_ENABLED,
    MFA_DISABLED,
    AUTHENTICATOR_ADDED,
    AUTHENTICATOR_ADDED_FIRST,
    AUTHENTICATOR_ADDED_REPLACING,
    AUTHENTICATOR_REMOVED,
    DEVICE_REVOKED,
    DEVICES_REVOKED,
    SESSION_ENDED,
    SESSIONS_ENDED,
    USER_CHANGED,
    USER_DISABLED,
    USER_DELETED,
    USER_ENABLED,
    USER_ROLE,
    USER_MFA_DISABLED,
    USER_DEVICES_REVOKED,
    USER_SESSIONS_ENDED,
    USER_OWN_SESSIONS_ENDED,
    USER_UNLOCKED,
    USERS_ENABLED,
    USERS_DISABLED,
    USERS_SESSIONS_ENDED,
    COMPANY_CREATED,
    COMPANY_CHANGED,
    COMPANIES_REQUIRE_MFA,
    API_KEY_REVOKED,
    API_KEYS_ENDED,
    USER_API_KEY_REVOKED,
    PARAMETER_CHANGED,
    PARAMETER_RESET,
    NOTICES_READ,
    /** "This wasn't me": everything else has ended, and the password comes next. */
    NOT_ME,
    /** Nothing: the form had been sent before, and did then what it does. */
    SENT_BEFORE,
    /** Nothing: a form came without the proof it needs, which has been given since. */
    AGAIN,
    /** As {@link #AGAIN}, and the proof was a recovery code. */
    AGAIN_RECOVERY_CODE,
    /** Nothing: the session had ended when the form was sent. */
    UNSAVED,
    /** As {@link #UNSAVED}, and a recovery code was used to sign in again. */
    UNSAVED_RECOVERY_CODE,
    /** A recovery code was used. */
    RECOVERY_CODE;

    public static Optional<Done> ofCode(String code) {
        return Arrays.stream(values()).filter(done -> done.code().equals(code)).findFirst();
    }

    /** Whether its text says how many recovery codes are left. */
    public boolean tellsRecoveryCodes() {
        return this == RECOVERY_CODE || this == AGAIN_RECOVERY_CODE || this == UNSAVED_RECOVERY_CODE;
    }

    /** Whether its text names the app that the new one replaces. */
    public boolean tellsReplacedApp() {
        return this == AUTHENTICATOR_ADDED_REPLACING;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The view name that redirects to a page and says this there. */
    public String redirectTo(String path) {
        return "redirect:" + path + "?done=" + code();
    }
}
