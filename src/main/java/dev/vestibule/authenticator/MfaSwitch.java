package dev.vestibule.authenticator;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Factor;
import dev.vestibule.account.MfaRequirement;
import dev.vestibule.account.MfaSwitched;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.totp.TotpCode;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Switches MFA on and off, and removes apps, so that users do not lock themselves out: an account with MFA always has
 * an app.
 */
@Component
public class MfaSwitch {
    private final AccountRepository accounts;
    private final MfaRequirement duty;
    private final Authenticators authenticators;
    private final AuthenticatorApps apps;
    private final ApplicationEventPublisher events;

    MfaSwitch(
            AccountRepository accounts,
            MfaRequirement duty,
            Authenticators authenticators,
            AuthenticatorApps apps,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.duty = duty;
        this.authenticators = authenticators;
        this.apps = apps;
        this.events = events;
    }

    /** The reasons for which nothing was changed. */
    public enum Refusal {
        NO_APP,
        LAST_APP,
        USED_CODE,
        WRONG_CODE,
        /** The company requires MFA. */
        REQUIRED,
        /** There is nothing to change: the change was already made, or there is no such app. */
        NOTHING,
        /** The calling session has ended meanwhile. */
        ENDED
    }

    /**
     * @param refusal null when the change was made
     * @param credentialVersion the account's new one, for the session that continues
     */
    public record Result(@Nullable Refusal refusal, int credentialVersion) {}

    /**
     * Switches MFA on with a code of an app that the account already has: an app on a phone that the user no longer has
     * must not lock the user out.
     *
     * @param tried the reserved try for the code, with the account
     * @param admitted the credential version with which the calling session was authenticated
     */
    @Transactional
    public Result enable(CodeTry tried, int admitted, TotpCode code) {
        UUID accountId = tried.account();
        Account account = lock(accountId);
        if (account.credentialVersion() != admitted) {
            return refused(Refusal.ENDED);
        }
        if (account.mfaEnabled()) {
            return refused(Refusal.NOTHING);
        }
        if (apps.count(accountId) == 0) {
            return refused(Refusal.NO_APP);
        }
        return switch (authenticators.acceptOnce(tried, code, CodePurpose.CONFIRMATION)) {
            case WRONG -> refusedCode(accountId, AuditReason.WRONG, Refusal.WRONG_CODE);
            case USED -> refusedCode(accountId, AuditReason.USED, Refusal.USED_CODE);
            case ACCEPTED -> switched(account, true);
        };
    }

    /**
     * Switches MFA off; the apps stay.
     *
     * @param admitted the credential version with which the user's calling session was authenticated; empty when an
     *     administrator calls
     */
    @Transactional
    public Result disable(UUID accountId, Optional<Integer> admitted) {
        Account account = lock(accountId);
        if (admitted.isPresent() && account.credentialVersion() != admitted.get()) {
            return refused(Refusal.ENDED);
        }
        if (!account.mfaEnabled()) {
            return refused(Refusal.NOTHING);
        }
        return duty.requires(account) ? refused(Refusal.REQUIRED) : switched(account, false);
    }

    /**
     * Removes an app; the last app cannot be removed while MFA is on.
     *
     * @param admitted the credential version with which the calling session was authenticated
     */
    @Transactional
    public Result remove(UUID accountId, int admitted, UUID app) {
        Account account = lock(accountId);
        if (account.credentialVersion() != admitted) {
            return refused(Refusal.ENDED);
        }
        Optional<Authenticator> found = apps.find(accountId, app);
        if (found.isEmpty()) {
            return refused(Refusal.NOTHING);
        }
        if (account.mfaEnabled() && apps.count(accountId) == 1) {
            return refused(Refusal.LAST_APP);
        }
        apps.remove(accountId, app);
        events.publishEvent(AuditEvent.of(AuditEventType.AUTHENTICATOR_REMOVED, accountId)
                .with(AuditDetail.NAME, found.get().name()));
        return new Result(null, account.credentialVersion());
    }

    private Account lock(UUID account) {
        return accounts.locked(account);
    }

    private Result switched(Account account, boolean on) {
        account.switchMfa(on);
        events.publishEvent(AuditEvent.of(on ? AuditEventType.MFA_ENABLED : AuditEventType.MFA_DISABLED, account.id()));
        events.publishEvent(new MfaSwitched(account.id(), on));
        return new Result(null, account.credentialVersion());
    }

    private Result refusedCode(UUID account, AuditReason why, Refusal refusal) {
        events.publishEvent(
                AuditEvent.of(AuditEventType.CODE_REFUSED, account).because(why).by(Factor.TOTP.code()));
        return refused(refusal);
    }

    private static Result refused(Refusal refusal) {
        return new Result(refusal, 0);
    }
}
