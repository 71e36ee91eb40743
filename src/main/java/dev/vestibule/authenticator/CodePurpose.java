package dev.vestibule.authenticator;

/** What a code is entered for. */
public enum CodePurpose {
    /** The second factor of a sign-in, which shows that the user can use the app: the apps that it replaces are removed. */
    SIGN_IN,
    /** Only to confirm that a signed-in user has an app: no app is removed. */
    CONFIRMATION
}
