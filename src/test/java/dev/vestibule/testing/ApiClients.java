package dev.vestibule.testing;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.apikey.ApiKey;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.apikey.Scope;
import java.time.Duration;

/** API clients, and keys for them. */
public record ApiClients(int port, ApiKeys keys, AccountRepository accounts) {
    /** A client without a credential. */
    public ApiClient open() {
        return new ApiClient(port);
    }

    /** A client with an account's password. */
    public ApiClient byPassword(TestAccount account) {
        return open().withPassword(account.login(), account.password());
    }

    /** A client with a new key of an account. */
    public ApiClient byKey(TestAccount account, Scope scope) {
        return open().withKey(key(account, scope).text().text());
    }

    /** A new key of an account, valid for 90 days. */
    public ApiKeys.Issued key(TestAccount account, Scope scope) {
        int version = accounts.findById(account.id()).orElseThrow().credentialVersion();
        return (ApiKeys.Issued) keys.issue(account.id(), version, "nightly", scope, Duration.ofDays(90));
    }

    /** The data of an account's only key. */
    public ApiKey keyOf(TestAccount account) {
        return keys.of(account.id()).get(0);
    }
}
