package dev.vestibule.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a session keeps. Whether it opens anything is derived from the account on each request.
 *
 * <p>It is stored as JSON, so that two releases can share a database: a reader ignores a component it does not know, and
 * a component added later must allow null.
 *
 * @param credentialVersion the account's when this session was let in
 * @param password when the password was given; null when that counts no longer, as too many codes were wrong
 * @param totp when a code, of an app or a recovery code, was last accepted in this session; null when none was
 * @param enrolmentPass when the pass of an account that was reset was used up in this session; null when none was
 */
public record SignIn(
        UUID account,
        int credentialVersion,
        SignInDetails opening,
        @Nullable Instant password,
        @Nullable Instant totp,
        @Nullable Instant enrolmentPass) {
    /** The session attribute that holds it, the only one there is. */
    public static final String ATTRIBUTE = "sign_in";
}
