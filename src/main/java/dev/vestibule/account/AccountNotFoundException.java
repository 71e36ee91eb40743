package dev.vestibule.account;

import java.util.UUID;

/** The account of a request, or the account that sent it, was deleted while the request was processed. */
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
