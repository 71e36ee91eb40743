package dev.vestibule.account;

import dev.vestibule.encryption.Token;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.Cleanup;
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
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One-time links with which users set a password that is known to nobody else (ASVS 5.0, 6.4.1 and 6.4.6). */
@Component
public class SetPasswordLinks {
    /** Long enough for users who read their mail once a day. */
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

    @Bean
    static Cleanup setPasswordLinkCleanup() {
        return Cleanup.expired("set_password_link");
    }

    /** A new link, which is shown once and stored as a hash. */
    public record Link(Token token, Instant expiresAt) {
        /** The path on this server. The path contains the token, so it is never logged. */
        public String path() {
            return "/set-password/" + token.text();
        }
    }

    /**
     * Issues a link for an account; the previous link becomes invalid.
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

    /** The account of a link, without consuming the link; empty when the link is invalid. */
    public Optional<UUID> holder(String token) {
        return jdbc.sql("""
                select account_id from set_password_link
                where token_hash = :hash and expires_at > :now and expires_at <= :latest""")
                .param("hash", new Token(token).hash())
                .params(now())
                .query(UUID.class)
                .optional();
    }

    /** Consumes the link: of several concurrent requests only one gets the account. */
    Optional<UUID> use(String token) {
        return jdbc.sql("""
                delete from set_password_link
                where token_hash = :hash and expires_at > :now and expires_at <= :latest returning account_id""")
                .param("hash", new Token(token).hash())
                .params(now())
                .query(UUID.class)
                .optional();
    }

    /**
     * A link that expires later than {@link #LIFETIME} allows was created while the clock was wrong, and is invalid.
     */
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
