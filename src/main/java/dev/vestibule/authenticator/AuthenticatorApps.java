package dev.vestibule.authenticator;

import dev.vestibule.encryption.EncryptedValue;
import dev.vestibule.text.FoldedText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The authenticator apps of all accounts, without their secrets, which {@link Authenticators} alone reads. */
@Component
public class AuthenticatorApps {
    private final JdbcClient jdbc;
    private final Clock clock;

    AuthenticatorApps(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The account's apps, oldest first. */
    public List<Authenticator> of(UUID account) {
        return jdbc.sql("""
                select id, name, added_at, last_used_at, replaces from authenticator
                where account_id = :account order by added_at, id""")
                .param("account", account)
                .query(AuthenticatorApps::authenticator)
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
                .query(AuthenticatorApps::authenticator)
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
                .param("secret", secret.bytes())
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
     * Locks the account's apps in the order in which {@link Authenticators} updates them. Removing an app also updates the apps
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

    void removeAll(UUID account) {
        lock(account);
        jdbc.sql("delete from authenticator where account_id = :account")
                .param("account", account)
                .update();
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
