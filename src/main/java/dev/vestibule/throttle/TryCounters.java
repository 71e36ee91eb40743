package dev.vestibule.throttle;

import dev.vestibule.platform.Cleanup;
import dev.vestibule.platform.ClockSkew;
import dev.vestibule.throttle.ThrottleKey.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Failures by key, in the database, so that all nodes count together.
 *
 * <p>A try is reserved before it is checked, so that parallel guesses cannot exceed the limit. It counts towards the
 * limit while it is in flight, and as a failure only when the caller reports one; without a report it expires after
 * {@link TriesInFlight#BOUND}. Each of these steps is committed at once: a later rollback cannot undo it.
 */
@Component
class TryCounters {
    /** The period from the first failure on; after it the count begins anew. */
    static final Duration WINDOW = Duration.ofHours(1);

    private static final String KEYS = "(stage, login, source) in (:keys)";
    private static final String WAITS = Backoff.PASSWORD.goesOn("t.waits_until");
    private static final String LIVE = TriesInFlight.live("t.in_flight");

    /** A window that begins in the future was stored with a wrong clock. */
    private static final String OVER = "(t.since <= :over or t.since > :skewed)";

    private static final String FAILURES = "case when " + OVER + " then 1 else t.failures + 1 end";

    /** One try at a time after the free failures. */
    private static final String ROOM =
            "case when " + OVER + " then excluded.allowed else greatest(excluded.allowed - t.failures, 1) end";

    private static final String RESERVE = String.format(Locale.ROOT, """
            insert into throttle as t (stage, login, source, failures, allowed, since, in_flight)
            select k.stage, k.login, k.source, 0, k.allowed, cast(:now as timestamptz),
                array[cast(:until as timestamptz)]
            from (values :rows) as k (stage, login, source, allowed)
            on conflict (stage, login, source) do update
            set failures = case when %s then 0 else t.failures end,
                allowed = excluded.allowed,
                since = case when %s then cast(:now as timestamptz) else t.since end,
                waits_until = null,
                in_flight = %s || excluded.in_flight
            where not %s and cardinality(%s) < %s
            returning 1""", OVER, OVER, LIVE, WAITS, LIVE, ROOM);

    /** All callers lock the rows in the order of their stages. */
    private static final String ENDED = """
            with held as (select stage, login, source from throttle where %s order by stage for update)
            update throttle t set in_flight = %s%s
            from held h where t.stage = h.stage and t.login = h.login and t.source = h.source
            returning t.stage, t.failures""";

    private static final String GIVE_BACK =
            String.format(Locale.ROOT, ENDED, KEYS, TriesInFlight.without("t.in_flight"), "");

    private static final String FAIL = String.format(
            Locale.ROOT,
            ENDED,
            KEYS,
            TriesInFlight.without("t.in_flight"),
            String.format(
                    Locale.ROOT,
                    """
            , failures = %s, since = case when %s then cast(:now as timestamptz) else t.since end,
            waits_until = greatest(case when %s then t.waits_until end,
                case when %s >= t.allowed then cast(:now as timestamptz) + %s end)""",
                    FAILURES,
                    OVER,
                    WAITS,
                    FAILURES,
                    Backoff.PASSWORD.sql(FAILURES + " - t.allowed")));

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final TryQueue queue;
    private final Clock clock;

    TryCounters(JdbcClient jdbc, TransactionOperations transaction, TryQueue queue, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Reserves a try against all of these keys, or against none of them.
     *
     * @return empty when one of them waits
     * @throws dev.vestibule.platform.BusyException when too many tries are in flight
     */
    Optional<Reserved> reserve(List<ThrottleKey> keys) {
        requireNoTransaction();
        List<ThrottleKey> ordered =
                keys.stream().sorted(Comparator.comparing(ThrottleKey::stage)).toList();
        return queue.await(() -> {
            Optional<Reserved> reserved = transaction.execute(status -> reserve(ordered, status));
            return Objects.requireNonNull(reserved).isPresent() || waits(ordered) ? reserved : null;
        });
    }

    /**
     * A try that is being checked.
     *
     * @param until when it expires
     */
    record Reserved(List<ThrottleKey> keys, Timestamp until) {}

    private Optional<Reserved> reserve(List<ThrottleKey> keys, TransactionStatus status) {
        Instant now = clock.instant();
        Timestamp until = TriesInFlight.until(now);
        List<Object[]> rows = keys.stream()
                .map(key -> new Object[] {key.stage().name(), key.login(), key.source(), key.allowed()})
                .toList();
        int reserved = at(now, RESERVE)
                .param("rows", rows)
                .param("until", until)
                .query(Integer.class)
                .list()
                .size();
        if (reserved < keys.size()) {
            status.setRollbackOnly();
            return Optional.empty();
        }
        return Optional.of(new Reserved(keys, until));
    }

    private boolean waits(List<ThrottleKey> keys) {
        return jdbc.sql("select exists (select from throttle t where " + KEYS + " and " + WAITS + ")")
                .param("keys", ids(keys))
                .param("now", Timestamp.from(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    /** The try was no failure. */
    void giveBack(Reserved reserved) {
        ended(GIVE_BACK, reserved);
    }

    /**
     * The try failed, which starts a wait of each key that has no free failures left.
     *
     * @return how many failures each of its keys has now
     */
    Map<Stage, Integer> fail(Reserved reserved) {
        return ended(FAIL, reserved);
    }

    private Map<Stage, Integer> ended(String statement, Reserved reserved) {
        Map<Stage, Integer> failures = new EnumMap<>(Stage.class);
        at(clock.instant(), statement)
                .param("keys", ids(reserved.keys()))
                .param("until", reserved.until())
                .query((row, n) -> failures.put(Stage.valueOf(row.getString(1)), row.getInt(2)))
                .list();
        return failures;
    }

    private JdbcClient.StatementSpec at(Instant now, String statement) {
        return jdbc.sql(statement).params(times(now));
    }

    private static Map<String, Timestamp> times(Instant now) {
        return Map.of(
                "now", Timestamp.from(now),
                "over", Timestamp.from(now.minus(WINDOW)),
                "skewed", Timestamp.from(ClockSkew.latest(now)),
                "flight", TriesInFlight.latest(now));
    }

    private static List<Object[]> ids(List<ThrottleKey> keys) {
        return keys.stream()
                .map(key -> new Object[] {key.stage().name(), key.login(), key.source()})
                .toList();
    }

    /** When the last wait of these keys is over; empty when none waits. */
    Optional<Instant> waitsUntil(List<ThrottleKey> keys) {
        return jdbc.sql("select max(waits_until) from throttle t where " + KEYS + " and " + WAITS)
                .param("keys", ids(keys))
                .param("now", Timestamp.from(clock.instant()))
                .query(TryCounters::end)
                .single();
    }

    /** When the last wait of a username from any source is over; empty when it does not wait. */
    Optional<Instant> waitsUntil(byte[] login) {
        return jdbc.sql("select max(waits_until) from throttle t where login = :login and " + WAITS)
                .param("login", login)
                .param("now", Timestamp.from(clock.instant()))
                .query(TryCounters::end)
                .single();
    }

    private static Optional<Instant> end(ResultSet row, int n) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
    }

    void clear(ThrottleKey key) {
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

    @Bean
    static Cleanup throttleCleanup() {
        String condition = String.format(Locale.ROOT, "%s and not %s and cardinality(%s) = 0", OVER, WAITS, LIVE);
        return new Cleanup("throttle t", condition, TryCounters::times);
    }

    /** Inside a transaction its rollback would undo the count; a second connection would exhaust the pool. */
    static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a try is counted before its transaction begins");
        }
    }
}
