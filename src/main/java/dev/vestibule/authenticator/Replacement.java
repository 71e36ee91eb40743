package dev.vestibule.authenticator;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Factor;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Removes the old phone's app once the user has signed in with the new one.
 *
 * <p>The wizard's code only shows that the new app was set up; the sign-in shows that the user can use it.
 */
@Component
class Replacement {
    private final AccountRepository accounts;
    private final AuthenticatorApps apps;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Replacement(AccountRepository accounts, AuthenticatorApps apps, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.apps = apps;
        this.jdbc = jdbc;
        this.events = events;
    }

    /** Locks before a code is marked as used, in the same order as every other change of an account's apps. */
    void lock(UUID account) {
        accounts.lock(account);
        apps.lock(account);
    }

    /** Removes the app that the successor replaces, the app that this one was to replace, and so on. */
    void removeReplacedBy(UUID account, UUID successor) {
        List<String> removed = delete(account, successor);
        if (!removed.isEmpty()) {
            String name = apps.find(account, successor).orElseThrow().name();
            removed.forEach(old -> events.publishEvent(AuditEvent.of(AuditEventType.AUTHENTICATOR_REMOVED, account)
                    .because(AuditReason.REPLACED)
                    .by(Factor.TOTP.code())
                    .with(AuditDetail.NAME, old)
                    .with(AuditDetail.AFTER, name)));
        }
    }

    /** Deletes the replaced apps and returns their names; the app whose code was accepted is never among them. */
    private List<String> delete(UUID account, UUID successor) {
        return jdbc.sql("""
                with recursive replaced (id) as (
                    select replaces from authenticator where account_id = :account and id = :successor
                    union
                    select a.replaces from authenticator a join replaced r on a.id = r.id
                    where a.account_id = :account
                ), removed as (
                    delete from authenticator a using replaced r
                    where a.account_id = :account and a.id = r.id and a.id <> :successor
                    returning a.name, a.added_at
                )
                select name from removed order by added_at, name""")
                .param("account", account)
                .param("successor", successor)
                .query(String.class)
                .list();
    }
}
