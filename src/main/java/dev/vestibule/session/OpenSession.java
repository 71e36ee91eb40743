package dev.vestibule.session;

import dev.vestibule.account.Factor;
import java.time.Instant;

/**
 * A session as its user may see it.
 *
 * @param id a hash, by which the session can be ended but not used
 * @param browser such as "Firefox on Linux"
 * @param address the client's, as text
 * @param since when the user entered the password
 * @param lastSeenAt with a precision of one minute
 * @param with the factor besides the password that the session rests on
 * @param pending whether the session still waits for its second factor
 */
public record OpenSession(
        String id, String browser, String address, Instant since, Instant lastSeenAt, Factor with, boolean pending) {}
