package dev.vestibule.trusteddevice;

import java.time.Instant;
import java.util.UUID;

/**
 * A device on which its user chose to skip the code.
 *
 * @param browser such as "Firefox on Linux"
 * @param until when trust expires, by the lifetime in force
 */
public record TrustedDevice(UUID id, String browser, Instant trustedAt, Instant lastUsedAt, Instant until) {}
