package dev.vestibule.preferences;

import java.util.Locale;

/**
 * How well an account is protected: a sentence that says what is missing, if anything is.
 *
 * @param apps how many authenticator apps it has
 * @param devices how many browsers skip the code
 * @param codes how many recovery codes are left
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

    /** How many independent ways in there are. */
    public int ways() {
        return new WaysIn(apps, codes).count();
    }

    /** The end of the key of what there is to say of them. */
    public String waysCode() {
        return new WaysIn(apps, codes).code();
    }

    /** The end of the sentence's key. */
    public String code() {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
