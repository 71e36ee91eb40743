package dev.vestibule.session;

import dev.vestibule.account.Factor;
import java.time.Instant;

/**
 * How a session came to be.
 *
 * @param at when the password was accepted
 * @param with what it rests on besides the password, once that is known
 * @param address the client's, as text
 * @param browser such as "Firefox on Linux"
 */
public record Opening(Instant at, Factor with, String address, String browser) {
    public Opening with(Factor factor) {
        return new Opening(at, factor, address, browser);
    }
}
