package dev.vestibule.account;

import java.util.Locale;

/** Why an account's sessions ended, for a message on the sign-in page. */
public enum SessionEndReason {
    PASSWORD,
    MFA,
    RESET,
    /** The user ended them from another session, or an administrator did. */
    OTHERS,
    DISABLED;

    /** The value of the query parameter in {@code /login?ended=…}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
