package dev.vestibule.session;

import dev.vestibule.account.Factor;
import dev.vestibule.encryption.Token;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.platform.Cleanup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of sessions. A row has the hash of the session's id, so a reader of the table cannot use any session.
 *
 * <p>Every method joins the current transaction, if there is one.
 */
@Repository
class SessionTable {
    /**
     * The maximum number of sessions of one account with the password only, and of those with a second factor; beyond
     * it the least recently used one is deleted. A script that keeps no cookie creates a session with each sign-in.
     *
     * <p>The two kinds are counted apart: otherwise an attacker who knows only the password could end the sessions of
     * the user by signing in often.
     */
    static final int MAX = 50;

    private static final String COLUMNS = """
            encode(id_hash, 'hex') as hash, account_id, credential_version, sign_in, opened_at, opened_with,
            address, browser, password_at, totp_at, enrolment_pass_at, last_seen_at""";

    private final JdbcClient jdbc;

    SessionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Each request decides whether a session has expired; its row exists for the longest possible lifetime. */
    @Bean
    static Cleanup sessionCleanup() {
        return Cleanup.after(
                Duration.ofMinutes(Parameter.IDLE_MINUTES.maximum()), "session", "last_seen_at <= :oldest");
    }

    /** @param hash the hash of the id, in hexadecimal */
    record Row(String hash, SignIn signIn, Instant lastSeen) {}

    /** Empty also for a row that this release cannot read: its user signs in again instead of seeing an error page. */
    Optional<Row> find(String id) {
        return jdbc.sql("select " + COLUMNS + " from session where id_hash = :hash")
                .param("hash", hash(id))
                .query(SessionTable::row)
                .optional()
                .flatMap(row -> row);
    }

    /** The sessions of an account, the last used first. */
    List<Row> of(UUID account) {
        return jdbc
                .sql("select " + COLUMNS
                        + " from session where account_id = :account order by last_seen_at desc, id_hash")
                .param("account", account)
                .query(SessionTable::row)
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    void insert(String id, SignIn signIn, Instant lastSeen) {
        with(signIn, jdbc.sql("""
                with surplus as (
                    delete from session where id_hash in (
                        select id_hash from session where id_hash in (
                            select id_hash from session
                            where account_id = :account
                                and (opened_with = 'password') = (cast(:openedWith as text) = 'password')
                            order by last_seen_at desc, id_hash offset :kept)
                        for update skip locked))
                insert into session values (:hash, :account, :version, :signIn, :openedAt, :openedWith,
                    :address, :browser, :password, :totp, :pass, :lastSeen)"""))
                .param("kept", MAX - 1)
                .param("hash", hash(id))
                .param("lastSeen", Timestamp.from(lastSeen))
                .update();
    }

    /** Does nothing when the session has ended meanwhile. */
    void update(String id, SignIn signIn) {
        with(signIn, jdbc.sql("""
                update session set account_id = :account, credential_version = :version, sign_in = :signIn,
                    opened_at = :openedAt, opened_with = :openedWith, address = :address,
                    browser = :browser, password_at = :password, totp_at = :totp, enrolment_pass_at = :pass
                where id_hash = :hash""")).param("hash", hash(id)).update();
    }

    private static JdbcClient.StatementSpec with(SignIn signIn, JdbcClient.StatementSpec statement) {
        SignInDetails details = signIn.details();
        return statement
                .param("account", signIn.account())
                .param("version", signIn.credentialVersion())
                .param("signIn", details.signIn())
                .param("openedAt", Timestamp.from(details.at()))
                .param("openedWith", details.with().code())
                .param("address", details.address())
                .param("browser", details.browser())
                .param("password", timestamp(signIn.password()))
                .param("totp", timestamp(signIn.totp()))
                .param("pass", timestamp(signIn.enrolmentPass()));
    }

    void touch(String id, Instant lastSeen) {
        jdbc.sql("update session set last_seen_at = :lastSeen where id_hash = :hash")
                .param("lastSeen", Timestamp.from(lastSeen))
                .param("hash", hash(id))
                .update();
    }

    void delete(String id) {
        jdbc.sql("delete from session where id_hash = :hash")
                .param("hash", hash(id))
                .update();
    }

    /**
     * @param hash in hexadecimal
     * @return false when the account has no such session
     */
    boolean delete(UUID account, String hash) {
        return jdbc.sql("delete from session where account_id = :account and encode(id_hash, 'hex') = :hash")
                        .param("account", account)
                        .param("hash", hash)
                        .update()
                == 1;
    }

    void deleteAll(UUID account) {
        jdbc.sql("delete from session where account_id = :account")
                .param("account", account)
                .update();
    }

    void deleteUnusedSince(Instant latest) {
        jdbc.sql("delete from session where last_seen_at <= :latest")
                .param("latest", Timestamp.from(latest))
                .update();
    }

    void deleteOpenedBy(Instant latest) {
        jdbc.sql("delete from session where opened_at <= :latest")
                .param("latest", Timestamp.from(latest))
                .update();
    }

    /**
     * Gives sessions of the account a new credential version.
     *
     * @param withPass whether also those in which an enrolment pass was entered
     */
    void moveOn(UUID account, int before, int after, boolean withPass) {
        jdbc.sql("""
                update session set credential_version = :after
                where account_id = :account and credential_version = :before
                    and (:withPass or enrolment_pass_at is null)""")
                .param("account", account)
                .param("before", before)
                .param("after", after)
                .param("withPass", withPass)
                .update();
    }

    private static byte[] hash(String id) {
        return new Token(id).hash();
    }

    /** The hash that stands for a session's id where users can see it, in hexadecimal. */
    static String hexHash(String id) {
        return HexFormat.of().formatHex(hash(id));
    }

    private static Optional<Row> row(ResultSet row, int n) throws SQLException {
        Optional<Factor> with = factor(row.getString("opened_with"));
        if (with.isEmpty()) {
            return Optional.empty();
        }
        var details = new SignInDetails(
                row.getTimestamp("opened_at").toInstant(),
                with.get(),
                row.getString("address"),
                row.getString("browser"),
                row.getObject("sign_in", UUID.class));
        var signIn = new SignIn(
                row.getObject("account_id", UUID.class),
                row.getInt("credential_version"),
                details,
                instant(row, "password_at"),
                instant(row, "totp_at"),
                instant(row, "enrolment_pass_at"));
        return Optional.of(new Row(
                row.getString("hash"), signIn, row.getTimestamp("last_seen_at").toInstant()));
    }

    /** Empty for the factor of a newer release. */
    private static Optional<Factor> factor(String code) {
        return Arrays.stream(Factor.values())
                .filter(factor -> factor.code().equals(code))
                .findFirst();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }
}
