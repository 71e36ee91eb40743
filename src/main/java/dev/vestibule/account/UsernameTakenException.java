package dev.vestibule.account;

/** Another account has this username. */
public class UsernameTakenException extends RuntimeException {
    UsernameTakenException(Throwable cause) {
        super("the login is taken", cause);
    }
}
