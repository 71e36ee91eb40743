package dev.vestibule.session;

import dev.vestibule.account.Factor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * How a session was created.
 *
 * @param at when the password was accepted
 * @param with the factor besides the password, once it is known
 * @param address the client's, as text
 * @param browser such as "Firefox on Linux"
 * @param id random; null for a sign-in before ids were stored
 */
public record SignInDetails(
        Instant at,
        Factor with,
        String address,
        String browser,
        @Nullable UUID id) {
    /** A new sign-in with the password only. */
    public static SignInDetails byPassword(Instant at, String address, String browser) {
        return new SignInDetails(at, Factor.PASSWORD, address, browser, UUID.randomUUID());
    }

    /** The details of a session's sign-in. */
    public static SignInDetails of(Authentication signIn) {
        return (SignInDetails) Objects.requireNonNull(signIn.getDetails());
    }

    public SignInDetails with(Factor factor) {
        return new SignInDetails(at, factor, address, browser, id);
    }

    /**
     * Distinguishes the sign-ins of an account, and stays the same when the session gets a new id. The id authorizes
     * nothing, so it may be stored in plain text.
     */
    public UUID signIn() {
        return id != null
                ? id
                : UUID.nameUUIDFromBytes((at + " " + address + " " + browser).getBytes(StandardCharsets.UTF_8));
    }
}
