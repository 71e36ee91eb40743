package dev.vestibule.account;

import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Deletes accounts, with everything that is kept of them. What happened stays, and knows them by their ids alone.
 *
 * <p>A request of the account that is being answered meanwhile finds nobody, and the next one is a visitor's.
 */
@Component
public class AccountDeletion {
    private final AccountRepository accounts;
    private final AccountService registrar;
    private final SetPasswordLinks links;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    AccountDeletion(
            AccountRepository accounts,
            AccountService registrar,
            SetPasswordLinks links,
            JdbcClient jdbc,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.registrar = registrar;
        this.links = links;
        this.jdbc = jdbc;
        this.events = events;
    }

    /** What became of it. */
    public enum Outcome {
        DONE,
        LAST_ADMINISTRATOR,
        /** Somebody has changed it since it was looked at. */
        STALE,
        /** Somebody has deleted it. */
        GONE
    }

    /**
     * For an administrator: the last one who can sign in stays.
     *
     * @param version the one that was looked at
     */
    @Transactional
    public Outcome delete(UUID id, int version) {
        // Administrators are locked before a single account, by everybody.
        boolean last = registrar.holdsLastAdministrator(id);
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

    /** For who runs the installation. @param lastOne whether the last administrator who can sign in may go as well */
    @Transactional
    public Outcome deleteAnybody(UUID id, boolean lastOne) {
        if (registrar.holdsLastAdministrator(id) && !lastOne) {
            return Outcome.LAST_ADMINISTRATOR;
        }
        delete(accounts.locked(id));
        return Outcome.DONE;
    }

    /** Whatever its role. @param locked an account whose row is locked by this transaction */
    @Transactional
    public void delete(Account locked) {
        UUID id = locked.id();
        events.publishEvent(new AccountDeleted(id, locked.login()));
        links.end(id);
        jdbc.sql("delete from account where id = :id").param("id", id).update();
        events.publishEvent(AuditEvent.of(AuditEventType.ACCOUNT_DELETED, id));
    }
}
