package dev.vestibule.session;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Factor;
import dev.vestibule.authenticator.EnrolmentPassRenewed;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterChanged;
import dev.vestibule.parameter.ParameterValues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sessions of accounts, and how they end (ASVS 5.0, 7.4.5 and 7.5.2).
 *
 * <p>To end sessions, the account's credential version is raised. Deleting rows is not enough: a concurrent request may
 * be about to give its session a new row. With the new version that row is invalid too.
 */
@Component
public class Sessions {
    private final AccountRepository accounts;
    private final SessionTable table;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Sessions(AccountRepository accounts, SessionTable table, Clock clock, ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.table = table;
        this.clock = clock;
        this.events = events;
    }

    /** The hash that stands for a session's id where users can see it. */
    public static String hash(String sessionId) {
        return SessionTable.hexHash(sessionId);
    }

    /**
     * The account's sessions that have not expired, the last used first.
     *
     * @param credentialVersion the account's present one: a session of another version has ended
     * @param mfa whether the account needs a second factor
     */
    public List<OpenSession> of(UUID account, int credentialVersion, boolean mfa, ParameterValues values) {
        Instant now = clock.instant();
        return table.of(account).stream()
                .flatMap(row -> open(row, credentialVersion, mfa, values, now).stream())
                .toList();
    }

    private static Optional<OpenSession> open(
            SessionTable.Row row, int credentialVersion, boolean mfa, ParameterValues values, Instant now) {
        SignIn signIn = row.signIn();
        if (signIn.credentialVersion() != credentialVersion
                || SessionLifetime.isOver(row.lastSeen(), signIn.details(), values, now)) {
            return Optional.empty();
        }
        SignInDetails details = signIn.details();
        boolean pending = mfa && details.with() == Factor.PASSWORD;
        Instant password = signIn.password();
        boolean lapsed = password == null
                || pending && !now.isBefore(password.plus(values.duration(Parameter.CHALLENGE_MINUTES)));
        return lapsed
                ? Optional.empty()
                : Optional.of(new OpenSession(
                        row.hash(),
                        details.browser(),
                        details.address(),
                        details.at(),
                        row.lastSeen(),
                        details.with(),
                        pending));
    }

    /**
     * Ends every session of the account except the one that takes the new version.
     *
     * @param admitted the credential version with which the calling session was authenticated
     * @return the new credential version, or empty when the calling session has ended meanwhile
     */
    @Transactional
    public Optional<Integer> endOthers(UUID accountId, int admitted) {
        Optional<Account> account = accounts.lock(accountId).filter(a -> a.credentialVersion() == admitted);
        account.ifPresent(this::endOtherSessions);
        return account.map(Account::credentialVersion);
    }

    /** Ends every session of the account. */
    @Transactional
    public void endAll(UUID account) {
        endOtherSessions(accounts.locked(account));
    }

    private void endOtherSessions(Account account) {
        account.endOtherSessions();
        events.publishEvent(AuditEvent.of(AuditEventType.SESSIONS_ENDED, account.id()));
    }

    /**
     * Ends one session of the account; the others take the new credential version.
     *
     * <p>A session that takes a step of the sign-in, or is renewed by a change, at the same moment ends too: it cannot
     * be distinguished from the session that must not continue.
     *
     * @param admitted the credential version with which the calling session was authenticated
     * @param hash the session's {@link #hash}
     * @return false when the account has no such session, or the calling one has ended meanwhile
     */
    @Transactional
    public boolean end(UUID accountId, int admitted, String hash) {
        Account account = accounts.locked(accountId);
        if (account.credentialVersion() != admitted || !table.delete(accountId, hash)) {
            return false;
        }
        account.endOtherSessions();
        table.moveOn(accountId, admitted, account.credentialVersion(), true);
        events.publishEvent(AuditEvent.of(AuditEventType.SESSION_ENDED, accountId));
        return true;
    }

    /**
     * Keeps the sessions in which no enrolment pass was entered. A session in which the user enters the older pass at
     * the same moment ends: its new row has the credential version from before.
     */
    @EventListener
    void keepWaiting(EnrolmentPassRenewed renewed) {
        table.moveOn(renewed.account(), renewed.before(), renewed.after(), false);
    }

    @EventListener
    void end(AccountDeleted gone) {
        table.deleteAll(gone.account());
    }

    /** Deletes the sessions that a shorter lifetime ended, so that a later, longer lifetime does not revive them. */
    @EventListener
    void endBeyondLifetime(ParameterChanged change) {
        int shorter = Math.min(change.before(), change.after());
        if (change.parameter() == Parameter.IDLE_MINUTES) {
            table.deleteUnusedSince(clock.instant().minus(Duration.ofMinutes(shorter)));
        }
        if (change.parameter() == Parameter.ABSOLUTE_HOURS) {
            table.deleteOpenedBy(clock.instant().minus(Duration.ofHours(shorter)));
        }
    }
}
