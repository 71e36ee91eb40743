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
 * The apps of every account, and the only door to their secrets.
 *
 * <p>{@link #accept}, and {@link Replacement} at a sign-in, are the only ways to check a code, and they spend it: there is
 * no check without the spending that a caller could forget, and none between which and the spending a second request could
 * slip (RFC 6238, section 5.2; ASVS 5.0, 6.5.1).
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
     * An app that shows a code.
     *
     * @param step the time step whose code it is
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
     * Accepts a code of any of the account's apps, once, on whatever node and however often it is sent at the same time.
     *
     * <p>Should two apps show the same code by chance, both must be unspent: otherwise two requests could each take one
     * of them.
     *
     * @param tried whose code it must be, and that the try is counted: none is checked without
     */
    @Transactional
    public Acceptance accept(CodeTry tried, TotpCode code) {
        return spend(tried.account(), matches(tried, code));
    }

    /** The apps that show this code, in the order in which they are to be spent; whoever looks must {@link #spend}. */
    List<Match> matches(CodeTry tried, TotpCode code) {
        UUID account = tried.account();
        Instant now = clock.instant();
        List<Match> matches = new ArrayList<>();
        for (Row app : rows(account)) {
            totp.matchingStep(secret(account, app), code, now).ifPresent(step -> matches.add(new Match(app, step)));
        }
        return matches;
    }

    /** What becomes of a code that these apps show. One that has ended since the look shows nothing any more. */
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
     * The statement that decides: of all that try one step, or an older one, the first wins. This holds after a clock
     * was set back, too: codes are refused until its time has passed, since the alternative would accept one twice (RFC
     * 6238, 5.2).
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

    /** Moves a secret to the key in force when it is used: an old key can go once everybody has signed in. */
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

    /** One app of this account; empty when it is somebody else's, or none. */
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
     * Adds the app that {@link Enrolment} confirmed with a code of {@code step}, which is spent by that.
     *
     * @param replaces the app of the account that it is to replace, if any
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

    /** Whether the newest code that this app had accepted is of this time step. */
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
     * Locks the account's apps, in the order in which codes spend them. Removing one also touches those that were to
     * replace it, in whatever order the database comes by them.
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

    /** The secrets of an account's apps, in one order. */
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
        // In one order, so that requests which spend two apps wait for each other instead of crossing.
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
