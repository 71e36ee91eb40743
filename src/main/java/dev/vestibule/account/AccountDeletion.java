package dev.vestibule.account;

import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Deletes accounts with all their data, except the audit log, which then refers to them by their ids alone.
 *
 * <p>A concurrent request of the deleted account finds no account, and the next request is not signed in.
 */
@Component
public class AccountDeletion {
    private final AccountRepository accounts;
    private final AccountService accountService;
    private final SetPasswordLinks links;
    private final ApplicationEventPublisher events;

    AccountDeletion(
            AccountRepository accounts,
            AccountService accountService,
            SetPasswordLinks links,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.accountService = accountService;
        this.links = links;
        this.events = events;
    }

    /** The result of a deletion. */
    public enum Outcome {
        DONE,
        LAST_ADMINISTRATOR,
        /** The account was changed after the caller had read it. */
        STALE,
        /** The account was already deleted. */
        GONE
    }

    /**
     * For an administrator: the last administrator who can sign in is not deleted.
     *
     * @param version the account's version that the administrator saw
     */
    @Transactional
    public Outcome delete(UUID id, int version) {
        // Every transaction locks the administrators before a single account.
        boolean last = accountService.holdsLastAdministrator(id);
        Optional<Account> account = accounts.lock(id);
        if (account.isEmpty()) {
            return Outcome.GONE;
        }
        if (last) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        if (account.get().version() != version) {
            return Outcome.STALE;
        }
        delete(account.get());
        return Outcome.DONE;
    }

    /**
     * For the operator's command line.
     *
     * @param lastOne whether to delete even the last administrator who can sign in
     */
    @Transactional
    public Outcome deleteAnybody(UUID id, boolean lastOne) {
        if (accountService.holdsLastAdministrator(id) && !lastOne) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        delete(accounts.locked(id));
        return Outcome.DONE;
    }

    /**
     * Deletes an account of any role.
     *
     * @param locked an account whose row is locked by this transaction
     */
    @Transactional
    public void delete(Account locked) {
        UUID id = locked.id();
        events.publishEvent(new AccountDeleted(id, locked.login()));
        links.end(id);
        accounts.delete(id);
        events.publishEvent(AuditEvent.of(AuditEventType.ACCOUNT_DELETED, id));
    }
}
