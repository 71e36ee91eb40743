package dev.vestibule.testing;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.apikey.ApiKey;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.apikey.Scope;
import dev.vestibule.testing.TestSetup.TestPerson;
import java.time.Duration;

/** API clients, and keys for them. */
public record ApiClients(int port, ApiKeys keys, AccountRepository accounts) {
    /** A client without a credential. */
    public ApiClient open() {
        return new ApiClient(port);
    }

    /** A client with an account's password. */
    public ApiClient byPassword(TestPerson person) {
        return open().withPassword(person.login(), person.password());
    }

    /** A client with a new key of an account. */
    public ApiClient byKey(TestPerson person, Scope scope) {
        return open().withKey(key(person, scope).text().text());
    }

    /** A new key of an account, valid for 90 days. */
    public ApiKeys.Issued key(TestPerson person, Scope scope) {
        int version = accounts.findById(person.id()).orElseThrow().credentialVersion();
        return (ApiKeys.Issued) keys.issue(person.id(), version, "nightly", scope, Duration.ofDays(90));
    }

    /** The data of an account's only key. */
    public ApiKey keyOf(TestPerson person) {
        return keys.of(person.id()).get(0);
    }
}
