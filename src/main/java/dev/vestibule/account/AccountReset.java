package dev.vestibule.account;

import java.util.UUID;

/**
 * The second factor of an account was removed and has to be enrolled again; published within the transaction that
 * resets it.
 */
public record AccountReset(UUID account) {}
