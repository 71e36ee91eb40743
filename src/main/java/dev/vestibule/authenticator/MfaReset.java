package dev.vestibule.authenticator;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountReset;
import dev.vestibule.account.AccountService;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Removes the second factor of an account whose user has lost it. The reset does not grant access: the user has to
 * enrol again, with the password and a pass.
 */
@Component
public class MfaReset {
    private final AccountRepository accounts;
    private final AccountService accountService;
    private final AuthenticatorApps apps;
    private final Enrolment enrolment;
    private final EnrolmentPasses passes;
    private final ApplicationEventPublisher events;

    MfaReset(
            AccountRepository accounts,
            AccountService accountService,
            AuthenticatorApps apps,
            Enrolment enrolment,
            EnrolmentPasses passes,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.accountService = accountService;
        this.apps = apps;
        this.enrolment = enrolment;
        this.passes = passes;
        this.events = events;
    }

    /** The reasons for which nothing was changed. */
    public enum Refusal {
        LAST_ADMINISTRATOR,
        /** The account was already reset and has to enrol. */
        DUE,
        /** The account has no app to remove. */
        NO_APP
    }

    /** Either the reason why nothing was changed, or the pass for the user of the account. */
    public record Result(@Nullable Refusal refusal, EnrolmentPasses.@Nullable Pass pass) {}

    /** For an administrator: the last administrator who can sign in cannot be reset. */
    @Transactional
    public Result reset(UUID account) {
        return accountService.holdsLastAdministrator(account)
                ? new Result(Refusal.LAST_ADMINISTRATOR, null)
                : resetAnybody(account);
    }

    /** For the operator's command line, also when the last administrator cannot sign in. */
    @Transactional
    public Result resetAnybody(UUID id) {
        Account account = accounts.locked(id);
        if (account.enrolmentDue()) {
            return new Result(Refusal.DUE, null);
        }
        if (apps.count(id) == 0) {
            return new Result(Refusal.NO_APP, null);
        }
        apps.removeAll(id);
        enrolment.cancelAll(id);
        events.publishEvent(AuditEvent.of(AuditEventType.ACCOUNT_RESET, id));
        EnrolmentPasses.Pass pass = passes.reset(account);
        events.publishEvent(new AccountReset(id));
        return new Result(null, pass);
    }
}
