package dev.vestibule.preferences;

/**
 * The number of ways to pass the second factor that are not lost together: each app counts as one, as it may be on a
 * device of its own, and the recovery codes together count as one, as they are kept in one place.
 *
 * @param apps number of authenticator apps
 * @param codes number of recovery codes left
 */
record WaysIn(int apps, int codes) {
    int count() {
        return apps + (codes > 0 ? 1 : 0);
    }

    /** Whether the user can lose any one of them and still sign in without an administrator. */
    boolean oneToSpare() {
        return count() > 1;
    }

    /** The ways that are left after one app is removed. */
    WaysIn withoutAnApp() {
        return new WaysIn(Math.max(0, apps - 1), codes);
    }

    /** The suffix of the message key for the sentence that says whether the user can lose the phone. */
    String code() {
        String found = apps == 0 ? "no_app" : apps == 1 ? "one_app" : "apps";
        return codes > 0 ? found + "_and_codes" : found;
    }
}
