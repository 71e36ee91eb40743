package dev.vestibule.authenticator;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.MfaRequirement;
import dev.vestibule.encryption.Token;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.platform.Cleanup;
import dev.vestibule.platform.ClockSkew;
import dev.vestibule.text.CrockfordText;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
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
    private final EnrolmentPassRepository repository;
    private final Clock clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;

    EnrolmentPasses(
            AccountRepository accounts,
            MfaRequirement duty,
            EnrolmentPassRepository repository,
            Clock clock,
            SecureRandom random,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.duty = duty;
        this.repository = repository;
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
        repository.replace(account.id(), hash(account.id(), text), expiresAt);
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
        Instant latest = ClockSkew.latest(now).plus(LIFETIME);
        boolean used = repository.consume(account, hash(account, typed), admitted, now, latest) == 1;
        if (used) {
            events.publishEvent(AuditEvent.of(AuditEventType.ENROLMENT_PASS_USED, account));
        }
        return used;
    }

    @EventListener
    void on(AccountDeleted deleted) {
        repository.delete(deleted.account());
    }

    /** Bound to the account; 80 random bits with a lifetime of one hour need no slow hash. */
    private static byte[] hash(UUID account, CrockfordText text) {
        return new Token(account + ":" + text.symbols()).hash();
    }
}
