package dev.vestibule.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole content of a session. Each request derives from the account what the session is authorized for.
 *
 * @param credentialVersion the account's when this session was authenticated
 * @param password when the user entered the password; null when it no longer counts after too many wrong codes
 * @param totp when a code of an app or a recovery code was last accepted in this session; null without one
 * @param enrolmentPass when the pass of an account that was reset was used in this session; null without one
 */
public record SignIn(
        UUID account,
        int credentialVersion,
        SignInDetails details,
        @Nullable Instant password,
        @Nullable Instant totp,
        @Nullable Instant enrolmentPass) {
    /** The name of the only session attribute. */
    public static final String ATTRIBUTE = "sign_in";
}
