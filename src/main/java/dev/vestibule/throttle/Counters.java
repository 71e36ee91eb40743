package dev.vestibule.throttle;

import dev.vestibule.platform.BatchDelete;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Failures by key, in the database, so that every node counts alike.
 *
 * <p>A try is written down as a failure before it is checked, and struck off when it was none: parallel guesses cannot
 * overtake the count. It is committed by then: what the try does afterwards cannot undo it by a rollback.
 */
@Component
class Counters {
    /** From the first failure on; after it the count begins anew. */
    static final Duration WINDOW = Duration.ofHours(1);

    private static final String RESERVE = """
            insert into throttle as t (stage, login, source, failures, allowed, since)
            values :keys
            on conflict (stage, login, source) do update
            set failures = case when t.since <= :over then 1 else t.failures + 1 end,
                allowed = excluded.allowed,
                since = case when t.since <= :over then :now else t.since end,
                waits_until = case when t.since > :over and t.failures + 1 >= excluded.allowed
                    then cast(:now as timestamptz) + %s end
            where t.waits_until is null or t.waits_until <= :now
            returning waits_until""".formatted(Waits.PASSWORD.sql("t.failures + 1 - excluded.allowed"));

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Clock clock;

    Counters(JdbcClient jdbc, TransactionOperations transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Reserves a try against all of these keys, or against none of them.
     *
     * @param keys in the order in which all callers lock them
     * @return empty when one of them waits
     */
    Optional<Reserved> reserve(List<Key> keys) {
        requireNoTransaction();
        return Objects.requireNonNull(transaction.execute(status -> reserve(keys, status)));
    }

    /**
     * A try that is written down.
     *
     * @param waitsUntil the latest end of a wait that this try itself started; null when it started none
     */
    record Reserved(List<Key> keys, @Nullable Instant waitsUntil) {}

    private Optional<Reserved> reserve(List<Key> keys, TransactionStatus status) {
        Timestamp now = Timestamp.from(clock.instant());
        List<Object[]> rows = keys.stream()
                .map(key -> new Object[] {key.stage().name(), key.login(), key.source(), 1, key.allowed(), now})
                .toList();
        List<Optional<Instant>> waits = jdbc.sql(RESERVE)
                .param("keys", rows)
                .param("now", now)
                .param("over", Timestamp.from(clock.instant().minus(WINDOW)))
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .list();
        if (waits.size() < keys.size()) {
            status.setRollbackOnly();
            return Optional.empty();
        }
        return Optional.of(new Reserved(
                keys,
                waits.stream().flatMap(Optional::stream).max(Instant::compareTo).orElse(null)));
    }

    /** Strikes off a try that was no failure, and the wait it started; what others started stays. */
    void giveBack(Reserved reserved) {
        jdbc.sql("""
                update throttle t
                set failures = failures - 1,
                    waits_until = case when failures > allowed and waits_until > :mine then waits_until end
                where (stage, login, source) in (:keys) and failures > 0""")
                .param(
                        "keys",
                        reserved.keys().stream()
                                .map(key -> new Object[] {key.stage().name(), key.login(), key.source()})
                                .toList())
                .param("mine", Timestamp.from(Objects.requireNonNullElse(reserved.waitsUntil(), Instant.EPOCH)))
                .update();
    }

    /** When the wait of a key is over; empty when it does not wait. */
    Optional<Instant> waitsUntil(Key key) {
        return jdbc.sql("""
                select waits_until from throttle
                where stage = :stage and login = :login and source = :source and waits_until > :now""")
                .param("stage", key.stage().name())
                .param("login", key.login())
                .param("source", key.source())
                .param("now", Timestamp.from(clock.instant()))
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /** When the last wait of a login is over, wherever it waits; empty when it does not. */
    Optional<Instant> waitsUntil(byte[] login) {
        return jdbc.sql("select max(waits_until) from throttle where login = :login and waits_until > :now")
                .param("login", login)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    void clear(Key key) {
        jdbc.sql("delete from throttle where stage = :stage and login = :login and source = :source")
                .param("stage", key.stage().name())
                .param("login", key.login())
                .param("source", key.source())
                .update();
    }

    void clear(byte[] login) {
        jdbc.sql("delete from throttle where login = :login")
                .param("login", login)
                .update();
    }

    void clean(BatchDelete batches) {
        Instant now = clock.instant();
        batches.from(
                "throttle",
                "since < :over and (waits_until is null or waits_until < :now)",
                Map.of("over", Timestamp.from(now.minus(WINDOW)), "now", Timestamp.from(now)));
    }

    /** Inside one the count would be undone together with what the try did; a second connection would starve the pool. */
    static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a try is counted before its transaction begins");
        }
    }
}
