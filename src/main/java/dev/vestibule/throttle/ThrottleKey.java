package dev.vestibule.throttle;

/**
 * The subject that failures are counted against.
 *
 * @param login MAC of the username; empty when the key covers all accounts
 * @param source network or browser; empty when the key covers all sources
 * @param allowed failures an hour without a wait
 */
record ThrottleKey(Stage stage, byte[] login, String source, int allowed) {
    /** In alphabetical order, in which a try locks its keys. */
    enum Stage {
        /** An account, from all sources. */
        ACCOUNT,
        /** All accounts, from one network. */
        ADDRESS,
        /** An account from one of its known browsers. */
        BROWSER,
        /** Inputs of an account that cannot be codes. */
        FORMAT,
        /** Forms of invalid set-password links, from one network. */
        LINK,
        /** An account from one network. */
        NETWORK,
        /** New passwords of an account that were rated. */
        RATING,
        /** The code that confirms a new app. */
        WIZARD,
    }
}
