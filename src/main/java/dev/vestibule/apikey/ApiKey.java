package dev.vestibule.apikey;

import dev.vestibule.platform.ClockSkew;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its text, which only the user knows.
 *
 * @param lastUsedAt null when it was never used; at most a minute behind
 * @param lastUsedFrom the address of that use
 * @param knownAddresses from which it was used, {@link #KNOWN_ADDRESSES} at most, the newest first
 */
public record ApiKey(
        UUID id,
        UUID account,
        String name,
        Scope scope,
        Instant madeAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedFrom,
        List<String> knownAddresses) {
    /** The most keys of an account that are not revoked. */
    public static final int MAX = 50;

    /** The most addresses that are kept of a key. */
    static final int KNOWN_ADDRESSES = 20;

    static ApiKey of(ResultSet row, int n) throws SQLException {
        Timestamp used = row.getTimestamp("last_used_at");
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getString("name"),
                Scope.valueOf(row.getString("scope")),
                row.getTimestamp("made_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                used == null ? null : used.toInstant(),
                row.getString("last_used_from"),
                List.of((String[]) row.getArray("known_addresses").getArray()));
    }

    boolean isKnownFrom(String address) {
        return knownAddresses.contains(address);
    }

    /** Whether the key has expired at this time. */
    public boolean expired(Instant now) {
        return !now.isBefore(expiresAt) || ClockSkew.isAhead(madeAt, now);
    }
}
