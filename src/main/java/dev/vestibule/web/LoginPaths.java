package dev.vestibule.web;

/** The paths of the steps of a sign-in, and of the pages beside them. */
public final class LoginPaths {
    public static final String PASSWORD = "/login";
    public static final String CODE = "/login/code";
    public static final String RECOVERY = "/login/recovery";
    public static final String CLOCK = "/login/clock";
    public static final String ENROLMENT_PASS = "/login/enrolment-pass";
    public static final String HELP = "/login/help";
    public static final String LOGOUT = "/logout";

    /** The wizard that adds an authenticator app: the last step of an account that has to enrol. */
    public static final String WIZARD = "/preferences/authenticators/new";

    /** The first step after too many wrong codes in a row. */
    public static final String PASSWORD_AFTER_WRONG_CODES = PASSWORD + "?codes";

    private LoginPaths() {}
}
