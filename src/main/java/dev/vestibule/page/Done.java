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
    AUTHENTICATOR_REMOVED,
    DEVICE_REVOKED,
    DEVICES_REVOKED,
    USER_CHANGED,
    USER_DISABLED,
    USER_ENABLED,
    USER_ROLE,
    USER_MFA_DISABLED,
    USER_DEVICES_REVOKED,
    USER_UNLOCKED,
    PARAMETER_CHANGED,
    PARAMETER_RESET,
    /** Nothing: a form came without the proof it needs, which has been given since. */
    AGAIN;

    public static Optional<Done> ofCode(String code) {
        return Arrays.stream(values()).filter(done -> done.code().equals(code)).findFirst();
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The view name that redirects to a page and says this there. */
    public String redirectTo(String path) {
        return "redirect:" + path + "?done=" + code();
    }
}
