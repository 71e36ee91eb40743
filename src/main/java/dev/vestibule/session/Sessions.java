package dev.vestibule.session;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeleted;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Factor;
import dev.vestibule.authenticator.EnrolmentPassRenewed;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
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
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Sessions(AccountRepository accounts, JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /** The hash that stands for a session's id where users can see it. */
    public static String hash(String sessionId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }

    private record Row(
            String id, Instant lastSeen, @Nullable SignIn signIn) {}

    /**
     * The account's sessions that have not expired, the last used first.
     *
     * @param credentialVersion the account's present one: a session of another version has ended
     * @param mfa whether the account needs a second factor
     */
    public List<OpenSession> of(UUID account, int credentialVersion, boolean mfa, ParameterValues values) {
        Instant now = clock.instant();
        return jdbc
                .sql("""
                select s.session_id, s.last_access_time, a.attribute_bytes::text as sign_in
                from spring_session s join spring_session_attributes a on a.session_primary_id = s.primary_id
                where s.principal_name = :account and a.attribute_name = :attribute
                order by s.last_access_time desc, s.primary_id""")
                .param("account", account.toString())
                .param("attribute", SignIn.ATTRIBUTE)
                .query((row, n) -> row(row))
                .list()
                .stream()
                .flatMap(row -> open(row, credentialVersion, mfa, values, now).stream())
                .toList();
    }

    private Row row(ResultSet row) throws SQLException {
        byte[] signIn = row.getString("sign_in").getBytes(StandardCharsets.UTF_8);
        return new Row(
                row.getString("session_id"),
                Instant.ofEpochMilli(row.getLong("last_access_time")),
                SignInConversion.read(signIn));
    }

    private static Optional<OpenSession> open(
            Row row, int credentialVersion, boolean mfa, ParameterValues values, Instant now) {
        SignIn signIn = row.signIn();
        if (signIn == null
                || signIn.credentialVersion() != credentialVersion
                || SessionLifetime.isOver(row.lastSeen(), signIn.opening(), values, now)) {
            return Optional.empty();
        }
        SignInDetails details = signIn.opening();
        boolean pending = mfa && details.with() == Factor.PASSWORD;
        Instant password = signIn.password();
        boolean lapsed = password == null
                || pending && !now.isBefore(password.plus(values.duration(Parameter.CHALLENGE_MINUTES)));
        return lapsed
                ? Optional.empty()
                : Optional.of(new OpenSession(
                        hash(row.id()),
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
        if (account.credentialVersion() != admitted || !delete(accountId, hash)) {
            return false;
        }
        account.endOtherSessions();
        moveOn(accountId, admitted, account.credentialVersion(), "");
        events.publishEvent(AuditEvent.of(AuditEventType.SESSION_ENDED, accountId));
        return true;
    }

    /**
     * Keeps the sessions in which no enrolment pass was entered. A session in which the user enters the older pass at
     * the same moment ends: its new row has the credential version from before.
     */
    @EventListener
    void keepWaiting(EnrolmentPassRenewed renewed) {
        moveOn(
                renewed.account(),
                renewed.before(),
                renewed.after(),
                " and coalesce(a.attribute_bytes -> 'enrolmentPass', 'null') = 'null'");
    }

    @EventListener
    void end(AccountDeleted gone) {
        jdbc.sql("delete from spring_session where principal_name = :account")
                .param("account", gone.account().toString())
                .update();
    }

    private boolean delete(UUID account, String hash) {
        return jdbc.sql("""
                delete from spring_session
                where principal_name = :account and encode(sha256(convert_to(session_id, 'UTF8')), 'hex') = :hash""")
                        .param("account", account.toString())
                        .param("hash", hash)
                        .update()
                == 1;
    }

    private void moveOn(UUID account, int before, int after, String further) {
        jdbc.sql("""
                update spring_session_attributes a
                set attribute_bytes = jsonb_set(a.attribute_bytes, '{credentialVersion}', to_jsonb(cast(:after as integer)))
                from spring_session s
                where s.primary_id = a.session_primary_id and s.principal_name = :account
                    and a.attribute_name = :attribute
                    and a.attribute_bytes -> 'credentialVersion' = to_jsonb(cast(:before as integer))""" + further)
                .param("account", account.toString())
                .param("attribute", SignIn.ATTRIBUTE)
                .param("before", before)
                .param("after", after)
                .update();
    }
}
