package dev.vestibule.account;

import java.util.UUID;

/**
 * A trusted device's cookie came from two browsers, so the device was ended; published within the transaction that ends
 * it.
 *
 * @param browser the device's, such as "Firefox on Linux"
 */
public record DeviceCopied(UUID account, String browser) {}
