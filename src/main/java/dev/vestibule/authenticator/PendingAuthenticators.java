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
import org.springframework.jdbc.core.simple.JdbcClient;
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

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    PendingAuthenticators(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
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
    record Row(UUID id, EncryptedValue secret, byte[] seed) {}

    Optional<Row> find(EnrollingSession session) {
        Instant now = clock.instant();
        return jdbc.sql("""
                select id, key_id, sealed_secret, seed from pending_authenticator
                where account_id = :account and sign_in = :signIn and credential_version = :admitted
                    and expires_at > :now and expires_at <= :latest and sealed_secret is not null""")
                .param("account", session.account())
                .param("signIn", session.signIn())
                .param("admitted", session.credentialVersion())
                .param("now", Timestamp.from(now))
                .param("latest", Timestamp.from(latestEnd(now)))
                .query((row, n) ->
                        new Row(row.getObject("id", UUID.class), SecretEncryption.read(row), row.getBytes("seed")))
                .optional();
    }

    /**
     * Stores a new pending app, unless the session has ended meanwhile or another tab of the session has stored one.
     */
    void begin(EnrollingSession session, Row pending) {
        Instant now = clock.instant();
        int begun = jdbc.sql("""
                insert into pending_authenticator as p
                    (account_id, sign_in, credential_version, id, key_id, sealed_secret, seed, expires_at)
                select a.id, :signIn, :admitted, :id, :key, :secret, :seed, :expires from account a
                where a.id = :account and a.credential_version = :admitted
                for no key update
                on conflict (account_id, sign_in) do update
                set credential_version = :admitted, id = :id, key_id = :key, sealed_secret = :secret, seed = :seed,
                    expires_at = :expires
                where p.credential_version < :admitted
                    or p.credential_version = :admitted and (p.expires_at <= :now or p.expires_at > :latest)""")
                .param("account", session.account())
                .param("signIn", session.signIn())
                .param("admitted", session.credentialVersion())
                .param("id", pending.id())
                .param("key", pending.secret().keyId())
                .param("secret", pending.secret().bytes())
                .param("seed", pending.seed())
                .param("expires", Timestamp.from(now.plus(Enrolment.LIFETIME)))
                .param("now", Timestamp.from(now))
                .param("latest", Timestamp.from(latestEnd(now)))
                .update();
        if (begun == 1) {
            tell(session, now);
            makeRoom(session.account(), now);
        }
    }

    /** Publishes the notification; its statement decides whether one is due. */
    private void tell(EnrollingSession session, Instant now) {
        int told = jdbc.sql("""
                update pending_authenticator p set told_at = :now
                where p.account_id = :account and p.sign_in = :signIn
                    and (p.told_at is null or p.told_at <= :since or p.told_at > :latest)
                    and (select count(*) from pending_authenticator t
                        where t.account_id = :account and t.told_at > :since and t.told_at <= :latest) < :max""")
                .param("account", session.account())
                .param("signIn", session.signIn())
                .param("now", Timestamp.from(now))
                .param("since", Timestamp.from(now.minus(TOLD_EVERY)))
                .param("latest", Timestamp.from(ClockSkew.latest(now)))
                .param("max", MAX)
                .update();
        if (told == 1) {
            events.publishEvent(AuditEvent.of(AuditEventType.WIZARD_OPENED, session.account()));
        }
    }

    /**
     * Deletes the oldest rows beyond the maximum. Rows with a notification in the last hour stay, because they are
     * counted.
     */
    private void makeRoom(UUID account, Instant now) {
        jdbc.sql("""
                delete from pending_authenticator where account_id = :account and sign_in in (
                    select sign_in from pending_authenticator
                    where account_id = :account and (told_at is null or told_at <= :since or told_at > :latest)
                    order by expires_at desc, sign_in offset :max)""")
                .param("account", account)
                .param("since", Timestamp.from(now.minus(TOLD_EVERY)))
                .param("latest", Timestamp.from(ClockSkew.latest(now)))
                .param("max", MAX)
                .update();
    }

    /** The latest possible expiry of an app that is pending now. */
    static Instant latestEnd(Instant now) {
        return ClockSkew.latest(now).plus(Enrolment.LIFETIME);
    }

    /** Ends the pending app of this sign-in; false when there was none. */
    boolean end(UUID account, UUID signIn) {
        return jdbc.sql("""
                update pending_authenticator set sealed_secret = null, key_id = null, seed = null, expires_at = :now
                where account_id = :account and sign_in = :signIn and sealed_secret is not null""")
                        .param("account", account)
                        .param("signIn", signIn)
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    /** Ends the pending apps of all sign-ins of the account. */
    void endAll(UUID account) {
        jdbc.sql("""
                update pending_authenticator set sealed_secret = null, key_id = null, seed = null, expires_at = :now
                where account_id = :account and sealed_secret is not null""")
                .param("account", account)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    void delete(UUID account) {
        jdbc.sql("delete from pending_authenticator where account_id = :account")
                .param("account", account)
                .update();
    }
}
