package dev.vestibule.apikey;

import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.DataExport;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.platform.Cleanup;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Issues, accepts and revokes API keys.
 *
 * <p>A key ends when it expires, when it is revoked, and with its account. A new password does not end it: the page for
 * the password says so, and offers to revoke all keys.
 */
@Component
public class ApiKeys {
    /** The longest lifetime of a key. */
    public static final Duration LONGEST = Duration.ofDays(365);

    /** Long enough for the owner of a forgotten script to find in the audit events why it is refused. */
    static final Duration KEPT = Duration.ofDays(90);

    private final AccountRepository accounts;
    private final ApiKeyRepository repository;
    private final Clock clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;

    ApiKeys(
            AccountRepository accounts,
            ApiKeyRepository repository,
            Clock clock,
            SecureRandom random,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.repository = repository;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    @Bean
    static Cleanup apiKeyCleanup() {
        return Cleanup.after(KEPT, "api_key", "expires_at < :oldest or revoked_at < :oldest");
    }

    @Bean
    static DataExport apiKeysPart() {
        return DataExport.list("api_keys", """
                select id, name, lower(scope) as scope, made_at, expires_at, last_used_at, last_used_from, known_addresses::text,
                    revoked_at
                from api_key where account_id = :account order by made_at, id""");
    }

    /** The outcome of {@link #issue}. */
    public sealed interface Issue {}

    /** @param text shown this once, and stored as a hash */
    public record Issued(KeyText text, ApiKey key) implements Issue {}

    /** The account has {@link ApiKey#MAX} already. */
    public record TooMany() implements Issue {}

    /** The session that asked has ended meanwhile. */
    public record SessionEnded() implements Issue {}

    /**
     * Creates a key.
     *
     * @param admitted the account's credential version at the sign-in of the session that asks
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
        ApiKey key = repository.saveAndFlush(new ApiKey(account, name, scope, text.hash(), now, now.plus(lifetime)));
        events.publishEvent(AuditEvent.of(AuditEventType.API_KEY_MADE, account)
                .with(AuditDetail.NAME, name)
                .with(AuditDetail.UNTIL, key.expiresAt())
                .with(AuditDetail.AFTER, scope.code()));
        return new Issued(text, key);
    }

    /** The number of the account's keys that are not revoked. */
    public int count(UUID account) {
        return repository.countByAccountIdAndRevokedAtIsNull(account);
    }

    /** The account's keys that are not revoked, expired ones among them, the newest first. */
    public List<ApiKey> of(UUID account) {
        return repository.findByAccountIdAndRevokedAtIsNullOrderByMadeAtDescIdAsc(account);
    }

    /** The outcome of {@link #accept}. */
    public sealed interface Answer {}

    /** The key is valid; whether its account may use it is not checked here. */
    public record Accepted(ApiKey key) implements Answer {}

    /** @param account the account of the key, revoked or expired ones included; null without one */
    public record Refused(AuditReason why, @Nullable UUID account) implements Answer {}

    /** Finds a key, without a query when its checksum is wrong. */
    public Answer accept(String sent) {
        Optional<KeyText> text = KeyText.parse(sent);
        if (text.isEmpty()) {
            return new Refused(AuditReason.FORMAT, null);
        }
        return repository
                .findByKeyHash(text.get().hash())
                .map(this::answer)
                .orElse(new Refused(AuditReason.NO_SUCH_KEY, null));
    }

    private Answer answer(ApiKey key) {
        if (key.revoked()) {
            return new Refused(AuditReason.KEY_REVOKED, key.account());
        }
        return key.expired(clock.instant()) ? new Refused(AuditReason.KEY_EXPIRED, key.account()) : new Accepted(key);
    }

    /** Revokes a key of this account; false when the account has no such key, or it is revoked already. */
    @Transactional
    public boolean revoke(UUID account, UUID key) {
        Optional<String> name = repository.revoke(account, key, clock.instant());
        name.ifPresent(n -> events.publishEvent(
                AuditEvent.of(AuditEventType.API_KEY_REVOKED, account).with(AuditDetail.NAME, n)));
        return name.isPresent();
    }

    /** Revokes all keys of an account. */
    @Transactional
    public int revokeAll(UUID account) {
        int count = repository.revokeAll(account, clock.instant());
        if (count > 0) {
            events.publishEvent(
                    AuditEvent.of(AuditEventType.API_KEYS_REVOKED, account).with(AuditDetail.COUNT, count));
        }
        return count;
    }

    @EventListener
    void on(AccountDeleted deleted) {
        repository.deleteAll(deleted.account());
    }
}
