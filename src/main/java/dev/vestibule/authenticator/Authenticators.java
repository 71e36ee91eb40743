package dev.vestibule.authenticator;

import dev.vestibule.encryption.EncryptedValue;
import dev.vestibule.text.FoldedText;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The apps of all accounts, and the only API that reads their secrets.
 *
 * <p>{@link #accept}, and {@link Replacement} at a sign-in, are the only ways to check a code, and both mark the code
 * as used. No caller can check a code without marking it, and no second request can use the code between the two (RFC
 * 6238, section 5.2; ASVS 5.0, 6.5.1).
 */
@Component
public class Authenticators {
    private final JdbcClient jdbc;
    private final SecretEncryption box;
    private final Clock clock;
    private final Totp totp = new Totp();

    Authenticators(JdbcClient jdbc, SecretEncryption box, Clock clock) {
        this.jdbc = jdbc;
        this.box = box;
        this.clock = clock;
    }

    private record Row(
            UUID id, EncryptedValue secret, @Nullable UUID replaces) {}

    /**
     * An app whose code was entered.
     *
     * @param step the time step of the code
     */
    record Match(Row app, long step) {
        UUID id() {
            return app.id();
        }

        boolean replaces() {
            return app.replaces() != null;
        }
    }

    /**
     * Accepts a code of any of the account's apps once, across all nodes and concurrent requests.
     *
     * <p>If two apps have the same code by chance, it must be unused for both of them: otherwise two requests could
     * each use one of them.
     *
     * @param tried the reserved try, without which no code is checked; the code must be one of its account
     */
    @Transactional
    public Acceptance accept(CodeTry tried, TotpCode code) {
        return spend(tried.account(), matches(tried, code));
    }

    /**
     * The apps that have this code, in the order in which they are updated; every caller must then call {@link #spend}.
     */
    List<Match> matches(CodeTry tried, TotpCode code) {
        UUID account = tried.account();
        Instant now = clock.instant();
        List<Match> matches = new ArrayList<>();
        for (Row app : rows(account)) {
            totp.matchingStep(secret(account, app), code, now).ifPresent(step -> matches.add(new Match(app, step)));
        }
        return matches;
    }

    /** Marks the code as used for these apps. An app that was removed meanwhile does not count. */
    Acceptance spend(UUID account, List<Match> matches) {
        boolean matched = false;
        boolean spentBefore = false;
        for (Match match : matches) {
            boolean spent = spend(match.id(), match.step(), clock.instant());
            if (spent || find(account, match.id()).isPresent()) {
                matched = true;
                spentBefore |= !spent;
                sealAnew(account, match.app());
            }
        }
        return !matched ? Acceptance.WRONG : spentBefore ? Acceptance.USED : Acceptance.ACCEPTED;
    }

    /**
     * The statement that decides: of all concurrent attempts with the same or an older time step, only the first
     * succeeds. This also holds after a clock was set back: codes are then rejected until the previous time is reached
     * again, because otherwise a code could be accepted twice (RFC 6238, 5.2).
     */
    private boolean spend(UUID app, long step, Instant now) {
        return jdbc.sql("""
                update authenticator set last_accepted_step = :step, last_used_at = :now
                where id = :id and last_accepted_step < :step and not :step = any (burnt_steps)""")
                        .param("step", step)
                        .param("now", Timestamp.from(now))
                        .param("id", app)
                        .update()
                == 1;
    }

    /**
     * Encrypts a secret with the current key when it is used: an old key can be removed once all users have signed in.
     */
    private void sealAnew(UUID account, Row app) {
        if (box.isCurrent(app.secret())) {
            return;
        }
        EncryptedValue sealed = box.seal(account, app.id(), secret(account, app));
        jdbc.sql("update authenticator set key_id = :key, sealed_secret = :secret where id = :id")
                .param("key", sealed.keyId())
                .param("secret", sealed.box())
                .param("id", app.id())
                .update();
    }

    /** The account's apps, oldest first. */
    public List<Authenticator> of(UUID account) {
        return jdbc.sql("""
                select id, name, added_at, last_used_at, replaces from authenticator
                where account_id = :account order by added_at, id""")
                .param("account", account)
                .query(Authenticators::authenticator)
                .list();
    }

    public int count(UUID account) {
        return jdbc.sql("select count(*) from authenticator where account_id = :account")
                .param("account", account)
                .query(Integer.class)
                .single();
    }

    /** An app of this account; empty when the account has no app with this id. */
    public Optional<Authenticator> find(UUID account, UUID id) {
        return jdbc.sql("""
                select id, name, added_at, last_used_at, replaces from authenticator
                where account_id = :account and id = :id""")
                .param("account", account)
                .param("id", id)
                .query(Authenticators::authenticator)
                .optional();
    }

    boolean hasNamed(UUID account, String name) {
        return jdbc.sql("select exists (select from authenticator where account_id = :account and name_folded = :name)")
                .param("account", account)
                .param("name", FoldedText.of(name))
                .query(Boolean.class)
                .single();
    }

    /**
     * Adds the app that {@link Enrolment} confirmed with a code of {@code step}, which is thereby used.
     *
     * @param replaces the app of the account that the new app is to replace, if any
     */
    void add(UUID account, UUID id, String name, EncryptedValue secret, long step, @Nullable UUID replaces) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("""
                insert into authenticator
                    (id, account_id, name, name_folded, key_id, sealed_secret, last_accepted_step, added_at, last_used_at,
                        replaces)
                values (:id, :account, :name, :folded, :key, :secret, :step, :now, :now, :replaces)""")
                .param("id", id)
                .param("account", account)
                .param("name", name)
                .param("folded", FoldedText.of(name))
                .param("key", secret.keyId())
                .param("secret", secret.box())
                .param("step", step)
                .param("now", now)
                .param("replaces", replaces)
                .update();
    }

    /** Whether the newest accepted code of this app belongs to this time step. */
    boolean acceptedLast(UUID account, UUID id, long step) {
        return jdbc.sql("""
                select exists (select from authenticator
                    where account_id = :account and id = :id and last_accepted_step = :step)""")
                .param("account", account)
                .param("id", id)
                .param("step", step)
                .query(Boolean.class)
                .single();
    }

    /**
     * Locks the account's apps in the order in which {@link #spend} updates them. Removing an app also updates the apps
     * that were to replace it, in an order that the database chooses.
     */
    void lock(UUID account) {
        jdbc.sql("select id from authenticator where account_id = :account order by id for update")
                .param("account", account)
                .query(UUID.class)
                .list();
    }

    boolean remove(UUID account, UUID id) {
        lock(account);
        return jdbc.sql("delete from authenticator where account_id = :account and id = :id")
                        .param("account", account)
                        .param("id", id)
                        .update()
                == 1;
    }

    /** The secrets of an account's apps, always in the same order. */
    Map<UUID, TotpSecret> secrets(UUID account) {
        Map<UUID, TotpSecret> secrets = new LinkedHashMap<>();
        rows(account).forEach(app -> secrets.put(app.id(), secret(account, app)));
        return secrets;
    }

    void removeAll(UUID account) {
        lock(account);
        jdbc.sql("delete from authenticator where account_id = :account")
                .param("account", account)
                .update();
    }

    private List<Row> rows(UUID account) {
        // Always in the same order, so that requests that update two apps wait for each other instead of causing a
        // deadlock.
        return jdbc.sql("""
                select id, key_id, sealed_secret, replaces from authenticator
                where account_id = :account order by id""")
                .param("account", account)
                .query((row, n) -> new Row(
                        row.getObject("id", UUID.class),
                        SecretEncryption.read(row),
                        row.getObject("replaces", UUID.class)))
                .list();
    }

    private TotpSecret secret(UUID account, Row app) {
        return box.open(account, app.id(), app.secret());
    }

    private static Authenticator authenticator(ResultSet row, int n) throws SQLException {
        Timestamp used = row.getTimestamp("last_used_at");
        return new Authenticator(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getTimestamp("added_at").toInstant(),
                used == null ? null : used.toInstant(),
                row.getObject("replaces", UUID.class));
    }
}
