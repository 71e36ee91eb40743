package dev.vestibule.account;

/** What an account may do: its own things, or everything under {@code /settings} as well. */
public enum Role {
    USER,
    ADMIN
}
