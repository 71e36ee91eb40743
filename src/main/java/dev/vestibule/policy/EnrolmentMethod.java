package dev.vestibule.policy;

import java.util.Locale;

/** What opens the wizard to who must have MFA, once the days of grace are over. */
public enum EnrolmentMethod {
    /** The password alone: whoever knows it and comes first has the account. */
    PASSWORD,
    /** A pass from an administrator besides. */
    PASS;

    /** As forms and the API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
