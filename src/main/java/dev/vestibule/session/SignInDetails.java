package dev.vestibule.session;

import dev.vestibule.account.Factor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a session came to be.
 *
 * @param at when the password was accepted
 * @param with what it rests on besides the password, once that is known
 * @param address the client's, as text
 * @param browser such as "Firefox on Linux"
 * @param id random; null for a sign-in from before ids were kept
 */
public record SignInDetails(
        Instant at,
        Factor with,
        String address,
        String browser,
        @Nullable UUID id) {
    /** A new sign-in, of which the password is known so far. */
    public static SignInDetails byPassword(Instant at, String address, String browser) {
        return new SignInDetails(at, Factor.PASSWORD, address, browser, UUID.randomUUID());
    }

    public SignInDetails with(Factor factor) {
        return new SignInDetails(at, factor, address, browser, id);
    }

    /**
     * Tells the sign-ins of an account apart, and stays the same when the session gets a new id. It opens nothing, so it
     * may be stored as it is.
     */
    public UUID signIn() {
        return id != null
                ? id
                : UUID.nameUUIDFromBytes((at + " " + address + " " + browser).getBytes(StandardCharsets.UTF_8));
    }
}
