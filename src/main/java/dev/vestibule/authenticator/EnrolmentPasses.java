package dev.vestibule.authenticator;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.MfaRequirement;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.platform.ClockSkew;
import dev.vestibule.text.CrockfordText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * One-time passes for the enrolment of MFA after a reset. The password alone must not allow it: an attacker who knows
 * the password could enrol before the user does (ASVS 5.0, 6.4.3 and 6.4.4).
 */
@Component
public class EnrolmentPasses {
    /** Long enough to be read out on the telephone and typed. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    private final AccountRepository accounts;
    private final MfaRequirement duty;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;

    EnrolmentPasses(
            AccountRepository accounts,
            MfaRequirement duty,
            JdbcClient jdbc,
            Clock clock,
            SecureRandom random,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.duty = duty;
        this.jdbc = jdbc;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    @Bean
    static Cleanup enrolmentPassCleanup() {
        return Cleanup.expired("enrolment_pass");
    }

    /** A new pass, which is shown once and stored as a hash. */
    public record Pass(CrockfordText text, Instant expiresAt) {}

    /** Resets an account whose row is locked, and issues its pass. */
    @Transactional
    public Pass reset(Account account) {
        account.reset();
        return issue(account);
    }

    /**
     * Issues a new pass for an account that needs one to enrol; empty when the account does not need one. The previous
     * pass becomes invalid, and the sessions in which an older pass was entered end. A session that waits for the pass
     * continues.
     */
    @Transactional
    public Optional<Pass> renew(UUID account) {
        return accounts.lock(account).filter(found -> duty.of(found).byPass()).map(due -> {
            int before = due.credentialVersion();
            due.restartEnrolment();
            events.publishEvent(new EnrolmentPassRenewed(account, before, due.credentialVersion()));
            return issue(due);
        });
    }

    private Pass issue(Account account) {
        CrockfordText text = CrockfordText.random(random);
        Instant expiresAt = clock.instant().plus(LIFETIME);
        jdbc.sql("""
                insert into enrolment_pass (account_id, pass_hash, expires_at) values (:account, :hash, :expires)
                on conflict (account_id) do update set pass_hash = :hash, expires_at = :expires""")
                .param("account", account.id())
                .param("hash", hash(account.id(), text))
                .param("expires", Timestamp.from(expiresAt))
                .update();
        events.publishEvent(AuditEvent.of(AuditEventType.ENROLMENT_PASS_ISSUED, account.id()));
        return new Pass(text, expiresAt);
    }

    /**
     * Accepts the account's pass once: of several concurrent requests only one succeeds.
     *
     * @param admitted the credential version with which the calling session was authenticated
     * @return false when it is not the account's pass, or the pass is no longer valid
     */
    @Transactional
    public boolean use(UUID account, int admitted, CrockfordText typed) {
        Instant now = clock.instant();
        boolean used = jdbc.sql("""
                delete from enrolment_pass p using account a
                where p.account_id = :account and p.pass_hash = :hash and p.expires_at > :now and p.expires_at <= :latest
                    and a.id = p.account_id and not a.mfa_enabled and a.credential_version = :admitted""")
                        .param("account", account)
                        .param("hash", hash(account, typed))
                        .param("now", Timestamp.from(now))
                        .param("latest", Timestamp.from(ClockSkew.latest(now).plus(LIFETIME)))
                        .param("admitted", admitted)
                        .update()
                == 1;
        if (used) {
            events.publishEvent(AuditEvent.of(AuditEventType.ENROLMENT_PASS_USED, account));
        }
        return used;
    }

    @EventListener
    void delete(AccountDeleted deleted) {
        jdbc.sql("delete from enrolment_pass where account_id = :account")
                .param("account", deleted.account())
                .update();
    }

    /** SHA-256 together with the account's id: 80 random bits with a lifetime of one hour need no slow hash. */
    private static byte[] hash(UUID account, CrockfordText text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((account + ":" + text.symbols()).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }
}
