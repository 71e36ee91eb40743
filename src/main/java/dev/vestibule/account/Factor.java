package dev.vestibule.account;

import java.util.Locale;

/** The factors of a sign-in. */
public enum Factor {
    PASSWORD,
    TOTP,
    RECOVERY_CODE,
    TRUSTED_DEVICE;

    /** The code in pages, the audit log and the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
