package dev.vestibule.account;

import java.util.UUID;

/** An account has a new password; published within the transaction that changes it. */
public record PasswordChanged(UUID account) {}
