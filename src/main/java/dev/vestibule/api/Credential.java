package dev.vestibule.api;

import dev.vestibule.apikey.ApiKey;
import dev.vestibule.apikey.Scope;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a program shows for its account.
 *
 * @param key null with a password
 * @param name the key's
 * @param expiresAt the key's; a password does not expire
 */
record Credential(
        Kind kind,
        @Nullable UUID key,
        @Nullable String name,
        Scope scope,
        @Nullable Instant expiresAt) {
    enum Kind {
        BASIC,
        API_KEY
    }

    /** Has the account's rights, all of them. */
    static final Credential PASSWORD = new Credential(Kind.BASIC, null, null, Scope.WRITE, null);

    static Credential of(ApiKey key) {
        return new Credential(Kind.API_KEY, key.id(), key.name(), key.scope(), key.expiresAt());
    }
}
