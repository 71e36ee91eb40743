package dev.vestibule.account;

import java.util.Locale;

/** Why an account's sessions ended; the login page says it. */
public enum SessionEndReason {
    PASSWORD,
    MFA,
    RESET,
    /** Somebody ended them from another session: the owner, or an administrator. */
    OTHERS,
    DISABLED;

    /** As the URL {@code /login?ended=…} carries it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
