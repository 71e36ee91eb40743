package dev.vestibule.preferences;

import java.util.Locale;

/**
 * How well an account is protected, as a sentence that says what is missing.
 *
 * @param apps number of authenticator apps
 * @param devices number of trusted devices
 * @param codes number of recovery codes left
 */
public record ProtectionSummary(State state, int apps, int devices, int codes) {
    /** From the weakest to the strongest. */
    enum State {
        PASSWORD_ONLY,
        APPS_BUT_OFF,
        ONE_APP,
        SEVERAL_APPS
    }

    static ProtectionSummary of(boolean mfa, int apps, int devices, int codes) {
        State state;
        if (mfa) {
            state = apps > 1 ? State.SEVERAL_APPS : State.ONE_APP;
        } else {
            state = apps > 0 ? State.APPS_BUT_OFF : State.PASSWORD_ONLY;
        }
        return new ProtectionSummary(state, apps, devices, codes);
    }

    public boolean wellProtected() {
        return state.compareTo(State.ONE_APP) >= 0;
    }

    /** The number of independent ways to pass the second factor. */
    public int ways() {
        return new WaysIn(apps, codes).count();
    }

    /** The suffix of the message key for the details. */
    public String waysCode() {
        return new WaysIn(apps, codes).code();
    }

    /** The suffix of the message key for the sentence. */
    public String code() {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
