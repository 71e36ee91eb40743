package dev.vestibule.authenticator;

import dev.vestibule.encryption.EncryptedValue;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.platform.ClockSkew;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * The apps that are about to be added, one for each sign-in: a session with only the password does not see the secret
 * that the user scans in another session.
 *
 * <p>A time further ahead than possible was written before the clock was set back. A pending app with such an expiry
 * has expired, and a notification with such a time does not count.
 *
 * <p>A row stays for an hour after its expiry, without its secret, so that opening and cancelling the wizard repeatedly
 * does not notify the user more often than once an hour.
 */
@Component
class PendingAuthenticators {
    /**
     * The maximum number of notifications ({@link AuditEventType#WIZARD_OPENED}) of an account in an hour. An account
     * also has at most as many rows without a notification; beyond that the oldest one is deleted.
     */
    static final int MAX = 10;

    /** The minimum time between two notifications about one sign-in. */
    static final Duration TOLD_EVERY = Duration.ofHours(1);

    private final PendingAuthenticatorRepository repository;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    PendingAuthenticators(PendingAuthenticatorRepository repository, Clock clock, ApplicationEventPublisher events) {
        this.repository = repository;
        this.clock = clock;
        this.events = events;
    }

    /** Rows stay until they no longer count towards the limit of notifications. */
    @Bean
    static Cleanup pendingAuthenticatorCleanup() {
        return new Cleanup(
                "pending_authenticator",
                "(expires_at <= :now or expires_at > :end) and (told_at is null or told_at <= :since or told_at > :latest)",
                now -> Map.of(
                        "now", Timestamp.from(now),
                        "end", Timestamp.from(latestEnd(now)),
                        "since", Timestamp.from(now.minus(TOLD_EVERY)),
                        "latest", Timestamp.from(ClockSkew.latest(now))));
    }

    /** A pending app as stored, with an encrypted secret. */
    record Row(UUID id, String keyId, byte[] encrypted, byte[] seed) {
        EncryptedValue secret() {
            return new EncryptedValue(keyId, encrypted);
        }
    }

    Optional<Row> find(EnrollingSession session) {
        Instant now = clock.instant();
        return repository.find(session.account(), session.signIn(), session.credentialVersion(), now, latestEnd(now));
    }

    /**
     * Stores a new pending app, unless the session has ended meanwhile or another tab of the session has stored one.
     */
    void begin(EnrollingSession session, Row pending) {
        Instant now = clock.instant();
        int begun = repository.begin(
                session.account(),
                session.signIn(),
                session.credentialVersion(),
                pending.id(),
                pending.keyId(),
                pending.encrypted(),
                pending.seed(),
                now.plus(Enrolment.LIFETIME),
                now,
                latestEnd(now));
        if (begun == 1) {
            UUID account = session.account();
            Instant since = now.minus(TOLD_EVERY);
            Instant latest = ClockSkew.latest(now);
            if (repository.countNotification(account, session.signIn(), now, since, latest, MAX) == 1) {
                events.publishEvent(AuditEvent.of(AuditEventType.WIZARD_OPENED, account));
            }
            repository.deleteOldest(account, since, latest, MAX);
        }
    }

    /** The latest possible expiry of an app that is pending now. */
    static Instant latestEnd(Instant now) {
        return ClockSkew.latest(now).plus(Enrolment.LIFETIME);
    }

    /** Ends the pending app of this sign-in; false when there was none. */
    boolean end(UUID account, UUID signIn) {
        return repository.end(account, signIn, clock.instant()) == 1;
    }

    /** Ends the pending apps of all sign-ins of the account. */
    void endAll(UUID account) {
        repository.endAll(account, clock.instant());
    }

    void delete(UUID account) {
        repository.deleteAll(account);
    }
}
