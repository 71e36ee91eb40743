package dev.vestibule.session;

import dev.vestibule.account.Factor;
import dev.vestibule.network.IpAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.security.core.Authentication;

/**
 * How a session was created.
 *
 * @param at when the password was accepted
 * @param with the factor besides the password, once it is known
 * @param address the client's, as text
 * @param browser such as "Firefox on Linux"
 * @param signIn random; distinguishes the sign-ins of an account, and stays the same when the session gets a new id. It
 *     authorizes nothing, so it may be stored in plain text
 */
public record SignInDetails(Instant at, Factor with, String address, String browser, UUID signIn) {
    /** A new sign-in with the password only. */
    public static SignInDetails byPassword(Instant at, String address, String browser) {
        return new SignInDetails(at, Factor.PASSWORD, IpAddress.write(address), browser, UUID.randomUUID());
    }

    /** The details of a session's sign-in. */
    public static SignInDetails of(Authentication signIn) {
        return (SignInDetails) Objects.requireNonNull(signIn.getDetails());
    }

    public SignInDetails with(Factor factor) {
        return new SignInDetails(at, factor, address, browser, signIn);
    }
}
