package dev.vestibule.apikey;

import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The keys of all accounts.
 *
 * <p>A key ends when its time is up, when it is revoked, and with its account. A new password does not end it: whoever
 * changes the password is told so, and offered to end them all.
 */
@Component
public class ApiKeys {
    /** The longest that a key may live. */
    public static final Duration LONGEST = Duration.ofDays(365);

    /** Precise enough for "last used", and no write with every request. */
    private static final Duration GRAIN = Duration.ofMinutes(1);

    /** In characters; no IPv6 address is longer. */
    private static final int LONGEST_ADDRESS = 45;

    /** How often a new address is told once a key was used from {@link ApiKey#KNOWN_ADDRESSES}. */
    private static final Duration TOLD_EVERY = Duration.ofHours(1);

    private final AccountRepository accounts;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transaction;

    ApiKeys(
            AccountRepository accounts,
            JdbcClient jdbc,
            Clock clock,
            SecureRandom random,
            ApplicationEventPublisher events,
            TransactionOperations transaction) {
        this.transaction = transaction;
        this.accounts = accounts;
        this.jdbc = jdbc;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    /** What became of the wish for a key. */
    public sealed interface Issue {}

    /** @param text told this once, and kept as a hash */
    public record Issued(KeyText text, ApiKey key) implements Issue {}

    /** The account has {@link ApiKey#MAX} already. */
    public record TooMany() implements Issue {}

    /** The asking session has ended meanwhile. */
    public record SessionEnded() implements Issue {}

    /**
     * Makes a key.
     *
     * @param admitted the credential version with which the asking session was let in
     * @param lifetime more than nothing, and at most {@link #LONGEST}
     */
    @Transactional
    public Issue issue(UUID account, int admitted, String name, Scope scope, Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("no lifetime of a key: " + lifetime);
        }
        if (accounts.lock(account)
                .filter(a -> a.credentialVersion() == admitted)
                .isEmpty()) {
            return new SessionEnded();
        }
        if (count(account) >= ApiKey.MAX) {
            return new TooMany();
        }
        KeyText text = KeyText.random(random);
        Instant now = clock.instant();
        var key = new ApiKey(UUID.randomUUID(), account, name, scope, now, now.plus(lifetime), null, null, List.of());
        insert(key, text);
        events.publishEvent(AuditEvent.of(AuditEventType.API_KEY_MADE, account)
                .with(AuditDetail.NAME, name)
                .with(AuditDetail.UNTIL, key.expiresAt())
                .with(AuditDetail.AFTER, scope.code()));
        return new Issued(text, key);
    }

    private void insert(ApiKey key, KeyText text) {
        jdbc.sql("""
                insert into api_key (id, account_id, key_hash, name, scope, made_at, expires_at)
                values (:id, :account, :hash, :name, :scope, :now, :expires)""")
                .param("id", key.id())
                .param("account", key.account())
                .param("hash", text.hash())
                .param("name", key.name())
                .param("scope", key.scope().name())
                .param("now", Timestamp.from(key.madeAt()))
                .param("expires", Timestamp.from(key.expiresAt()))
                .update();
    }

    /** How many an account has that are not revoked. */
    public int count(UUID account) {
        return jdbc.sql("select count(*) from api_key where account_id = :account and revoked_at is null")
                .param("account", account)
                .query(Integer.class)
                .single();
    }

    /** The account's keys that are not revoked, the newest first; those that have expired among them. */
    public List<ApiKey> of(UUID account) {
        return jdbc.sql("""
                select * from api_key where account_id = :account and revoked_at is null
                order by made_at desc, id""").param("account", account).query(ApiKey::of).list();
    }

    /** Whether what was sent as a key is one. */
    public sealed interface Answer {}

    /** It is; what its account may do is another question. */
    public record Accepted(ApiKey key) implements Answer {}

    /** @param account whose key it is or was; null when it is nobody's */
    public record Refused(AuditReason why, @Nullable UUID account) implements Answer {}

    /** Looks a key up, unless its checksum says already that there is none. */
    public Answer accept(String sent) {
        Optional<KeyText> text = KeyText.parse(sent);
        if (text.isEmpty()) {
            return new Refused(AuditReason.FORMAT, null);
        }
        return jdbc.sql("select * from api_key where key_hash = :hash")
                .param("hash", text.get().hash())
                .query((row, n) -> answer(ApiKey.of(row, n), row.getTimestamp("revoked_at") != null))
                .optional()
                .orElse(new Refused(AuditReason.NO_SUCH_KEY, null));
    }

    private Answer answer(ApiKey key, boolean revoked) {
        if (revoked) {
            return new Refused(AuditReason.KEY_REVOKED, key.account());
        }
        return key.expired(clock.instant()) ? new Refused(AuditReason.KEY_EXPIRED, key.account()) : new Accepted(key);
    }

    /**
     * Notes a use: at once when the key was not used from this address before, else once a minute. Of many at once, one
     * is written.
     */
    public void used(ApiKey key, String client) {
        // A proxy may put any word in the place of an address.
        String address = client.length() > LONGEST_ADDRESS ? "unknown" : client;
        if (!key.isKnownFrom(address)) {
            transaction.executeWithoutResult(status -> usedFromNewAddress(key, address));
        }
        Instant now = clock.instant();
        Instant seen = key.lastUsedAt();
        if (seen != null && now.isBefore(seen.plus(GRAIN))) {
            return;
        }
        jdbc.sql("""
                update api_key set last_used_at = :now, last_used_from = :address
                where id = :id and (last_used_at is null or last_used_at <= :before)""")
                .param("id", key.id())
                .param("now", Timestamp.from(now))
                .param("before", Timestamp.from(now.minus(GRAIN)))
                .param("address", address)
                .update();
    }

    /** Told for the first addresses of a key, and for one an hour once it was used from as many as are kept. */
    private void usedFromNewAddress(ApiKey key, String address) {
        Instant now = clock.instant();
        int told = jdbc.sql("""
                update api_key set address_told_at = :now,
                    known_addresses = (array_prepend(:address, known_addresses))[1 \\: cast(:most as integer)]
                where id = :id and not :address = any (known_addresses)
                    and (cardinality(known_addresses) < :most or address_told_at <= :before)""")
                .param("most", ApiKey.KNOWN_ADDRESSES)
                .param("id", key.id())
                .param("address", address)
                .param("now", Timestamp.from(now))
                .param("before", Timestamp.from(now.minus(TOLD_EVERY)))
                .update();
        if (told == 1) {
            events.publishEvent(AuditEvent.of(AuditEventType.API_KEY_USED, key.account())
                    .by("api_key")
                    .with(AuditDetail.NAME, key.name()));
        }
    }

    /** Ends a key of this account; false when it is somebody else's, or none, or ended already. */
    @Transactional
    public boolean revoke(UUID account, UUID key) {
        Optional<String> name = jdbc.sql("""
                update api_key set revoked_at = :now
                where id = :id and account_id = :account and revoked_at is null returning name""")
                .param("id", key)
                .param("account", account)
                .param("now", Timestamp.from(clock.instant()))
                .query(String.class)
                .optional();
        name.ifPresent(n -> events.publishEvent(
                AuditEvent.of(AuditEventType.API_KEY_REVOKED, account).with(AuditDetail.NAME, n)));
        return name.isPresent();
    }

    /** Ends them all. */
    @Transactional
    public int revokeAll(UUID account) {
        int count = jdbc.sql("update api_key set revoked_at = :now where account_id = :account and revoked_at is null")
                .param("account", account)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (count > 0) {
            events.publishEvent(
                    AuditEvent.of(AuditEventType.API_KEYS_REVOKED, account).with(AuditDetail.COUNT, count));
        }
        return count;
    }

    @EventListener
    void forget(AccountDeleted gone) {
        jdbc.sql("delete from api_key where account_id = :account")
                .param("account", gone.account())
                .update();
    }
}
