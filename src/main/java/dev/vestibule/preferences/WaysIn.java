package dev.vestibule.preferences;

/**
 * How many ways past the code an account has that do not fall together: each app is one, as it may be on a device of its
 * own, and the recovery codes are one more, as they lie in one place.
 *
 * @param apps how many authenticator apps it has
 * @param codes how many recovery codes are left
 */
record WaysIn(int apps, int codes) {
    int count() {
        return apps + (codes > 0 ? 1 : 0);
    }

    /** Whether any one of them may be lost, and its owner still gets in by himself. */
    boolean oneToSpare() {
        return count() > 1;
    }

    /** What is left once an app is removed. */
    WaysIn withoutAnApp() {
        return new WaysIn(Math.max(0, apps - 1), codes);
    }

    /** The end of the key of the sentence that says whether the phone can be lost. */
    String code() {
        String found = apps == 0 ? "no_app" : apps == 1 ? "one_app" : "apps";
        return codes > 0 ? found + "_and_codes" : found;
    }
}
