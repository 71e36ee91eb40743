package dev.vestibule.throttle;

/**
 * What failures are counted against.
 *
 * @param login MAC of the login; empty when it does not matter whose
 * @param source network or browser; empty when it does not matter where from
 * @param allowed failures an hour without a wait
 */
record Key(Stage stage, byte[] login, String source, int allowed) {
    enum Stage {
        /** An account from a browser it is known in. */
        BROWSER,
        /** An account from one network. */
        NETWORK,
        /** An account, from wherever. */
        ACCOUNT,
        /** Whatever account, from one network. */
        ADDRESS,
        /** Forms of void set-password links, from one network. */
        LINK,
        /** The code that confirms a new app. */
        WIZARD,
    }
}
