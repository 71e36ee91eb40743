package dev.vestibule.account;

/** Another account has this login. */
public class LoginTakenException extends RuntimeException {
    LoginTakenException(Throwable cause) {
        super("the login is taken", cause);
    }
}
