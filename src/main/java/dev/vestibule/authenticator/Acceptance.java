package dev.vestibule.authenticator;

/** What became of a code. */
public enum Acceptance {
    /** It is right, and spent from now on. */
    ACCEPTED,
    /** It is right, but was accepted before. */
    USED,
    /** No app of the account shows it. */
    WRONG
}
