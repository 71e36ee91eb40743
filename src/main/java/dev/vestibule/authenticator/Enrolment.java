package dev.vestibule.authenticator;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Factor;
import dev.vestibule.account.MfaSwitched;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Adds an authenticator app.
 *
 * <p>The server creates the app's secret and stores it encrypted until a code confirms that the app has it. The secret
 * is never read from a form, where an attacker could have inserted one. It is shown only in the sign-in for which it
 * was created.
 */
@Component
public class Enrolment {
    /** Time to find the phone and install an app; the same secret is shown during all of it. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    /** The security strength of HMAC-SHA-256 in bytes. */
    private static final int SEED_BYTES = 16;

    private final AccountRepository accounts;
    private final AuthenticatorApps authenticators;
    private final PendingAuthenticators pendings;
    private final SecretEncryption encryption;
    private final Clock clock;
    private final SecureRandom random;
    private final ApplicationEventPublisher events;
    private final Totp totp = new Totp();

    Enrolment(
            AccountRepository accounts,
            AuthenticatorApps authenticators,
            PendingAuthenticators pendings,
            SecretEncryption encryption,
            Clock clock,
            SecureRandom random,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.authenticators = authenticators;
        this.pendings = pendings;
        this.encryption = encryption;
        this.clock = clock;
        this.random = random;
        this.events = events;
    }

    /** The reasons for which an app was not added. */
    public enum Refusal {
        NAME_TAKEN,
        FULL,
        /** The account does not have the app that the new one was to replace. */
        NO_SUCH_APP,
        WRONG_CODE,
        /**
         * The pending secret does not exist any more: it expired, or another tab or session confirmed or cancelled one.
         */
        LAPSED,
        /** The calling session has ended meanwhile. */
        ENDED
    }

    /**
     * The result of {@link #finish}.
     *
     * @param refusal null when the app was added
     * @param switchedOn whether this was the first app, which switched MFA on
     * @param again whether a concurrent request with a copy of the same form had already added the app
     * @param credentialVersion the account's new one, for the session that continues
     */
    public record Result(@Nullable Refusal refusal, boolean switchedOn, boolean again, int credentialVersion) {
        static Result refused(Refusal refusal) {
            return new Result(refusal, false, false, 0);
        }
    }

    /**
     * The app that the session is about to add: the one shown before, or a new one when there is none or the earlier
     * one expired.
     *
     * <p>Every change that ends sessions also ends the pending app.
     *
     * @return empty when the session has ended meanwhile
     */
    @Transactional
    public Optional<PendingAuthenticator> pending(EnrollingSession session) {
        return find(session).or(() -> begin(session));
    }

    private Optional<PendingAuthenticator> begin(EnrollingSession session) {
        UUID id = UUID.randomUUID();
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        var secret = encryption.encrypt(session.account(), id, TotpSecret.random(random));
        pendings.begin(session, new PendingAuthenticators.Row(id, secret.keyId(), secret.bytes(), seed));
        return find(session);
    }

    /** The pending app of this session; empty when there is none, or it expired. */
    public Optional<PendingAuthenticator> find(EnrollingSession session) {
        return pendings.find(session)
                .map(row -> new PendingAuthenticator(
                        row.id(),
                        encryption.decrypt(session.account(), row.id(), row.secret()),
                        authenticators.count(session.account()) == 0,
                        row.seed()));
    }

    /** Whether this is a code of the pending app. The check has no effect: only {@link #finish} uses the code. */
    public boolean matches(PendingAuthenticator pending, TotpCode code) {
        return step(pending, code).isPresent();
    }

    /**
     * Adds the pending app when the code is right. The account's first app switches MFA on, which ends its other
     * sessions. An added app cancels the pending apps of other sessions.
     *
     * @param replaces the app that is removed when this one is first used to sign in ({@link Replacement}); null for an
     *     additional app
     */
    @Transactional
    public Result finish(
            EnrollingSession session,
            PendingAuthenticator pending,
            String name,
            @Nullable UUID replaces,
            TotpCode code) {
        UUID accountId = session.account();
        Account account = accounts.locked(accountId);
        if (authenticators.find(accountId, pending.id()).isPresent()) {
            return again(account, session, pending, code);
        }
        if (account.credentialVersion() != session.credentialVersion()) {
            return Result.refused(Refusal.ENDED);
        }
        List<Authenticator> apps = authenticators.of(accountId);
        Optional<Authenticator> replaced =
                apps.stream().filter(app -> app.id().equals(replaces)).findFirst();
        if (apps.size() >= Authenticator.MAX) {
            return Result.refused(Refusal.FULL);
        }
        if (authenticators.hasNamed(accountId, name)) {
            return Result.refused(Refusal.NAME_TAKEN);
        }
        if (replaces != null && replaced.isEmpty()) {
            return Result.refused(Refusal.NO_SUCH_APP);
        }
        return confirm(account, session, pending, new Addition(name, replaced, apps.isEmpty()), code);
    }

    private record Addition(String name, Optional<Authenticator> replaced, boolean first) {}

    /**
     * Handles a copy of the form that added the app. Both requests were authenticated before the app was added, because
     * no session with the previous version is authenticated afterwards. Therefore the change by the other copy counts
     * as the change by this one, and so does the code that the other copy has just used.
     */
    private Result again(Account account, EnrollingSession session, PendingAuthenticator pending, TotpCode code) {
        int version = account.credentialVersion();
        if (version == session.credentialVersion()) {
            return new Result(null, false, true, version);
        }
        OptionalLong step = step(pending, code);
        boolean samePress = pending.first()
                && account.mfaEnabled()
                && version == session.credentialVersion() + 1
                && step.isPresent()
                && authenticators.acceptedLast(account.id(), pending.id(), step.getAsLong());
        return samePress ? new Result(null, true, true, version) : Result.refused(Refusal.ENDED);
    }

    private Result confirm(
            Account account, EnrollingSession session, PendingAuthenticator pending, Addition addition, TotpCode code) {
        UUID id = account.id();
        var app = pendings.find(session).filter(row -> row.id().equals(pending.id()));
        if (app.isEmpty()) {
            return Result.refused(Refusal.LAPSED);
        }
        OptionalLong step = step(pending, code);
        if (step.isEmpty()) {
            events.publishEvent(AuditEvent.of(AuditEventType.CODE_REFUSED, id)
                    .because(AuditReason.WRONG)
                    .by(Factor.TOTP.code()));
            return Result.refused(Refusal.WRONG_CODE);
        }
        authenticators.add(
                id,
                pending.id(),
                addition.name(),
                app.get().secret(),
                step.getAsLong(),
                addition.replaced().map(Authenticator::id).orElse(null));
        pendings.endAll(id);
        events.publishEvent(added(id, addition.name(), addition.replaced()));
        if (addition.first()) {
            account.switchMfa(true);
            events.publishEvent(AuditEvent.of(AuditEventType.MFA_ENABLED, id));
            events.publishEvent(new MfaSwitched(id, true));
        }
        return new Result(null, addition.first(), false, account.credentialVersion());
    }

    private OptionalLong step(PendingAuthenticator pending, TotpCode code) {
        return totp.matchingStep(pending.secret(), code, clock.instant());
    }

    private static AuditEvent added(UUID account, String name, Optional<Authenticator> replaced) {
        AuditEvent event =
                AuditEvent.of(AuditEventType.AUTHENTICATOR_ADDED, account).with(AuditDetail.NAME, name);
        return replaced.map(old -> event.because(AuditReason.REPLACES).with(AuditDetail.BEFORE, old.name()))
                .orElse(event);
    }

    /** Deletes the pending secret of this session. */
    @Transactional
    public void cancel(EnrollingSession session) {
        if (pendings.end(session.account(), session.signIn())) {
            events.publishEvent(AuditEvent.of(AuditEventType.WIZARD_CANCELLED, session.account()));
        }
    }

    /** Deletes the pending secrets of all sessions of the account. */
    void cancelAll(UUID account) {
        pendings.endAll(account);
    }

    @EventListener
    void end(AccountDeleted gone) {
        authenticators.removeAll(gone.account());
        pendings.delete(gone.account());
    }
}
