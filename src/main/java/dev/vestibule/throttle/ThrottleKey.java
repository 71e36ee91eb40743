package dev.vestibule.throttle;

/**
 * What failures are counted against.
 *
 * @param login MAC of the login; empty when it does not matter whose
 * @param source network or browser; empty when it does not matter where from
 * @param allowed failures an hour without a wait
 */
record ThrottleKey(Stage stage, byte[] login, String source, int allowed) {
    /** In the alphabet's order, which is the one in which a try locks its keys. */
    enum Stage {
        /** An account, from wherever. */
        ACCOUNT,
        /** Whatever account, from one network. */
        ADDRESS,
        /** An account from a browser it is known in. */
        BROWSER,
        /** What an account typed where a code belongs and is none. */
        FORMAT,
        /** Forms of void set-password links, from one network. */
        LINK,
        /** An account from one network. */
        NETWORK,
        /** New passwords of an account that were rated. */
        RATING,
        /** The code that confirms a new app. */
        WIZARD,
    }
}
