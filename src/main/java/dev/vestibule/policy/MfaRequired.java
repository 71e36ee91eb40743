package dev.vestibule.policy;

import java.util.Locale;

/** The accounts of which a company requires MFA, from the least strict to the strictest. */
public enum MfaRequired {
    NO,
    ADMINISTRATORS,
    EVERYONE;

    /** As forms and the API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
