package dev.vestibule.account;

/**
 * The permissions of an account: a user manages only the own account, an administrator also everything under {@code
 * /settings}.
 */
public enum Role {
    USER,
    ADMIN
}
