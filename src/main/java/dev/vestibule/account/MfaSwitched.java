package dev.vestibule.account;

import java.util.UUID;

/** MFA was switched on or off for an account; published within the transaction that switches it. */
public record MfaSwitched(UUID account, boolean on) {}
