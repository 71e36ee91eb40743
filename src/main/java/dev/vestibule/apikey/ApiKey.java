package dev.vestibule.apikey;

import dev.vestibule.platform.ClockSkew;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An API key without its text, which only the user knows. */
@Entity
public class ApiKey {
    /** The most keys of an account that are not revoked. */
    public static final int MAX = 50;

    /** The most addresses that are kept of a key. */
    static final int KNOWN_ADDRESSES = 20;

    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    private UUID id;

    private UUID accountId;
    private byte[] keyHash;
    private String name;

    @Enumerated(EnumType.STRING)
    private Scope scope;

    private Instant madeAt;
    private Instant expiresAt;
    private @Nullable Instant lastUsedAt;
    private @Nullable String lastUsedFrom;
    private List<String> knownAddresses;
    private @Nullable Instant revokedAt;

    @SuppressWarnings("NullAway.Init") // JPA sets the fields.
    protected ApiKey() {}

    @SuppressWarnings("NullAway.Init") // JPA assigns the id when it persists.
    ApiKey(UUID accountId, String name, Scope scope, byte[] keyHash, Instant madeAt, Instant expiresAt) {
        this.accountId = accountId;
        this.name = name;
        this.scope = scope;
        this.keyHash = keyHash;
        this.madeAt = madeAt;
        this.expiresAt = expiresAt;
        this.knownAddresses = List.of();
    }

    public UUID id() {
        return id;
    }

    public UUID account() {
        return accountId;
    }

    public String name() {
        return name;
    }

    public Scope scope() {
        return scope;
    }

    public Instant madeAt() {
        return madeAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** Null when it was never used; at most a minute behind. */
    public @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }

    /** The address of the last recorded use; null when it was never used. */
    public @Nullable String lastUsedFrom() {
        return lastUsedFrom;
    }

    /** From which it was used, {@link #KNOWN_ADDRESSES} at most, the newest first. */
    List<String> knownAddresses() {
        return knownAddresses;
    }

    boolean revoked() {
        return revokedAt != null;
    }

    /** Whether the key has expired at this time. */
    public boolean expired(Instant now) {
        return !now.isBefore(expiresAt) || ClockSkew.isAhead(madeAt, now);
    }
}
