package dev.vestibule.account;

import dev.vestibule.encryption.Token;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.platform.ClockSkew;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One-time links with which users set a password that is known to nobody else (ASVS 5.0, 6.4.1 and 6.4.6). */
@Component
public class SetPasswordLinks {
    /** Long enough for users who read their mail once a day. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private final SetPasswordLinkRepository repository;
    private final Clock clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;

    SetPasswordLinks(
            SetPasswordLinkRepository repository, Clock clock, SecureRandom random, ApplicationEventPublisher events) {
        this.repository = repository;
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
        if (repository.replace(account, token.hash(), expiresAt) == 0) {
            throw new AccountNotFoundException(account);
        }
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_LINK_ISSUED, account));
        return new Link(token, expiresAt);
    }

    /** The account of a link, without consuming the link; empty when the link is invalid. */
    public Optional<UUID> holder(String token) {
        Instant now = clock.instant();
        return repository.holder(new Token(token).hash(), now, latest(now));
    }

    /** Consumes the link: of several concurrent requests only one succeeds. */
    boolean consume(String token) {
        Instant now = clock.instant();
        return repository.consume(new Token(token).hash(), now, latest(now)) == 1;
    }

    /**
     * A link that expires later than {@link #LIFETIME} allows was created while the clock was wrong, and is invalid.
     */
    private static Instant latest(Instant now) {
        return ClockSkew.latest(now).plus(LIFETIME);
    }

    void end(UUID account) {
        repository.delete(account);
    }
}
