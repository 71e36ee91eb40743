package dev.vestibule.account;

import java.util.UUID;

/** An account lost its second factor, to be enrolled anew; published within the transaction that resets it. */
public record AccountReset(UUID account) {}
