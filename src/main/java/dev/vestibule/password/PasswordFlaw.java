package dev.vestibule.password;

import java.util.Locale;

/** Why a new password is refused. */
public enum PasswordFlaw {
    SHORT,
    LONG,
    PERSONAL,
    COMMON,
    KEYBOARD,
    REPEATS,
    SEQUENCE,
    DATE,
    GUESSABLE;

    /** The end of the message's key. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
