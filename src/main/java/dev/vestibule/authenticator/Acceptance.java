package dev.vestibule.authenticator;

/** The result of checking a code. */
public enum Acceptance {
    /** The code is right and is not accepted again. */
    ACCEPTED,
    /** The code is right but was accepted before. */
    USED,
    /** The code is not one of the account's apps. */
    WRONG
}
