package dev.vestibule.authenticator;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Factor;
import dev.vestibule.authenticator.Authenticators.Match;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.totp.TotpCode;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Removes the old phone's app once the user has signed in with the new one.
 *
 * <p>The wizard's code only shows that the new app was set up; the sign-in shows that the user can use it.
 */
@Component
public class Replacement {
    private final AccountRepository accounts;
    private final Authenticators authenticators;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Replacement(
            AccountRepository accounts,
            Authenticators authenticators,
            JdbcClient jdbc,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.authenticators = authenticators;
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * Accepts a code as the second factor of a sign-in, as {@link Authenticators#accept} does. In the same transaction
     * it removes the apps that the code's app replaces: the app named in the wizard, the app that this one was to
     * replace, and so on.
     *
     * <p>A code that two apps have by chance removes none, because the app that the user used is then unknown.
     *
     * @param tried the reserved try; the code must be one of its account
     */
    @Transactional
    public Acceptance acceptAtSignIn(CodeTry tried, TotpCode code) {
        UUID account = tried.account();
        List<Match> matches = authenticators.matches(tried, code);
        boolean replaces = matches.size() == 1 && matches.get(0).replaces();
        if (replaces) {
            // Locks before a code is marked as used, in the same order as every other change of an account's apps.
            accounts.lock(account);
            authenticators.lock(account);
        }
        Acceptance acceptance = authenticators.spend(account, matches);
        if (replaces && acceptance == Acceptance.ACCEPTED) {
            end(account, matches.get(0).id());
        }
        return acceptance;
    }

    private void end(UUID account, UUID successor) {
        List<String> ended = endReplacedBy(account, successor);
        if (!ended.isEmpty()) {
            String name = authenticators.find(account, successor).orElseThrow().name();
            ended.forEach(old -> events.publishEvent(AuditEvent.of(AuditEventType.AUTHENTICATOR_REMOVED, account)
                    .because(AuditReason.REPLACED)
                    .by(Factor.TOTP.code())
                    .with(AuditDetail.NAME, old)
                    .with(AuditDetail.AFTER, name)));
        }
    }

    /** Deletes the replaced apps and returns their names; the app whose code was accepted is never among them. */
    private List<String> endReplacedBy(UUID account, UUID successor) {
        return jdbc.sql("""
                with recursive replaced (id) as (
                    select replaces from authenticator where account_id = :account and id = :successor
                    union
                    select a.replaces from authenticator a join replaced r on a.id = r.id
                    where a.account_id = :account
                ), ended as (
                    delete from authenticator a using replaced r
                    where a.account_id = :account and a.id = r.id and a.id <> :successor
                    returning a.name, a.added_at
                )
                select name from ended order by added_at, name""")
                .param("account", account)
                .param("successor", successor)
                .query(String.class)
                .list();
    }
}
