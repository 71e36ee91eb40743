package dev.vestibule.account;

import dev.vestibule.encryption.Token;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.ClockSkew;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One-time links by which people choose a password that nobody else ever knew (ASVS 5.0, 6.4.1 and 6.4.6). */
@Component
public class SetPasswordLinks {
    /** Long enough for who reads mail once a day. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;

    SetPasswordLinks(JdbcClient jdbc, Clock clock, SecureRandom random, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    /** A fresh link, which is told once and kept as a hash. */
    public record Link(Token token, Instant expiresAt) {
        /** The path on this server; it carries the token, so it is never logged. */
        public String path() {
            return "/set-password/" + token.text();
        }
    }

    /**
     * A new link for an account; the one it had before is void.
     *
     * @throws AccountNotFoundException when there is no such account
     */
    @Transactional
    public Link issue(UUID account) {
        Token token = Token.random(random);
        Instant expiresAt = clock.instant().plus(LIFETIME);
        int made = jdbc.sql("""
                insert into set_password_link (account_id, token_hash, expires_at)
                select id, :hash, :expires from account where id = :account for no key update
                on conflict (account_id) do update set token_hash = :hash, expires_at = :expires""")
                .param("account", account)
                .param("hash", token.hash())
                .param("expires", Timestamp.from(expiresAt))
                .update();
        if (made == 0) {
            throw new AccountNotFoundException(account);
        }
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_LINK_ISSUED, account));
        return new Link(token, expiresAt);
    }

    /** Whose link it is, without using it up; empty when it is void. */
    public Optional<UUID> holder(String token) {
        return jdbc.sql("""
                select account_id from set_password_link
                where token_hash = :hash and expires_at > :now and expires_at <= :latest""")
                .param("hash", new Token(token).hash())
                .params(now())
                .query(UUID.class)
                .optional();
    }

    /** Uses the link up: of many at once, one gets the account. */
    Optional<UUID> use(String token) {
        return jdbc.sql("""
                delete from set_password_link
                where token_hash = :hash and expires_at > :now and expires_at <= :latest returning account_id""")
                .param("hash", new Token(token).hash())
                .params(now())
                .query(UUID.class)
                .optional();
    }

    /** A link that lasts longer than any was made by a clock that was wrong. */
    private Map<String, Timestamp> now() {
        Instant now = clock.instant();
        return Map.of(
                "now",
                Timestamp.from(now),
                "latest",
                Timestamp.from(ClockSkew.latest(now).plus(LIFETIME)));
    }

    void end(UUID account) {
        jdbc.sql("delete from set_password_link where account_id = :account")
                .param("account", account)
                .update();
    }
}
