package dev.vestibule.session;

import dev.vestibule.account.Factor;
import java.time.Instant;

/**
 * A session as its owner may see it.
 *
 * @param id a hash, by which it can be ended and not opened
 * @param browser such as "Firefox on Linux"
 * @param address the client's, as text
 * @param since when the password was given
 * @param lastSeenAt precise to a minute
 * @param with what it rests on besides the password
 * @param pending whether it still waits for its second factor
 */
public record OpenSession(
        String id, String browser, String address, Instant since, Instant lastSeenAt, Factor with, boolean pending) {}
