package dev.vestibule.trusteddevice;

import java.time.Instant;
import java.util.UUID;

/**
 * A browser that its owner chose to remember.
 *
 * @param browser such as "Firefox on Linux"
 * @param until when it ends, by the lifetime in force
 */
public record TrustedDevice(UUID id, String browser, Instant trustedAt, Instant lastUsedAt, Instant until) {}
