package dev.vestibule.account;

import java.util.Locale;

/** What a sign-in rests on. */
public enum Factor {
    PASSWORD,
    TOTP,
    RECOVERY_CODE,
    TRUSTED_DEVICE;

    /** As pages, audit and API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
