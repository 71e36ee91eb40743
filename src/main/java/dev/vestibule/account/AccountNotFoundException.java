package dev.vestibule.account;

import java.util.UUID;

/** The account that a request is about, or comes from, was deleted while it was being answered. */
public final class AccountNotFoundException extends RuntimeException {
    private final transient UUID account;

    public AccountNotFoundException(UUID account) {
        super("deleted meanwhile: " + account, null, false, false);
        this.account = account;
    }

    public UUID account() {
        return account;
    }
}
