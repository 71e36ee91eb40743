package dev.vestibule.throttle;

import org.jspecify.annotations.Nullable;

/**
 * Who knocks, as far as it matters before anything is proved.
 *
 * @param network where from
 * @param browser hash of the token by which a browser says that it is known, in hexadecimal; null when it says nothing
 */
public record Caller(Network network, @Nullable String browser) {}
