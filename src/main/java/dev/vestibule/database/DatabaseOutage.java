package dev.vestibule.database;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Tracks whether the database is unavailable: unreachable, a standby, read-only or so busy that it cancels statements.
 * It logs the beginning of an outage once. Then it drops the pool's connections and checks the database every second
 * until the outage is over, which it logs too. Safe for use by several threads.
 */
@Component
public final class DatabaseOutage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOutage.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int DEEPEST_CAUSE = 50;
    private static final long NONE = 0;

    /**
     * The prefixes of the SQLSTATEs of an outage (PostgreSQL documentation, appendix A): connections, resources, the
     * operator's intervention, a read-only transaction, timeouts of transactions, a lock that was not available and a
     * statement that took too long.
     */
    private static final Set<String> STATES = Set.of("08", "53", "57P", "25006", "25P03", "25P04", "55P03", "57014");

    /**
     * The SQLSTATEs of a transaction that conflicted with another one: it can be repeated at once, and there is no
     * outage.
     */
    private static final Set<String> LOST = Set.of("40001", "40P01");

    /**
     * With a full disk the data can still be read, and the check of the database would not detect the end of the
     * problem.
     */
    private static final Set<String> DISK_FULL = Set.of("53100");

    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final DataSource connections;
    private final AtomicLong begun = new AtomicLong(NONE);
    private final AtomicLong warned = new AtomicLong(NONE);
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "database-outage");
        thread.setDaemon(true);
        return thread;
    });

    DatabaseOutage(DataSource connections) {
        this.connections = connections;
    }

    /** Whether a fault allows the same request to be repeated, either at once or after the outage. */
    public static boolean isRepeatable(Throwable fault) {
        return isOutage(fault) || hasState(fault, LOST);
    }

    private static boolean isOutage(Throwable fault) {
        return hasState(fault, STATES)
                || causes(fault)
                        .anyMatch(cause -> cause instanceof CannotCreateTransactionException
                                || cause instanceof DataAccessResourceFailureException
                                || cause instanceof SQLTransientConnectionException
                                // PostgreSQL and its driver always set a state, so an exception without one is the
                                // pool's, about a dead connection.
                                || cause instanceof SQLException sql && sql.getSQLState() == null);
    }

    private static boolean hasState(Throwable fault, Set<String> beginnings) {
        return causes(fault)
                .anyMatch(cause -> cause instanceof SQLException sql
                        && sql.getSQLState() != null
                        && beginnings.stream().anyMatch(sql.getSQLState()::startsWith));
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause).limit(DEEPEST_CAUSE);
    }

    /** Handles a fault for which {@link #isRepeatable} is true. */
    public void notice(Throwable fault) {
        if (hasState(fault, DISK_FULL)) {
            long now = System.nanoTime() | 1;
            long before = warned.get();
            if ((before == NONE || now - before > BETWEEN_WARNINGS.toNanos()) && warned.compareAndSet(before, now)) {
                LOG.warn("The disk of the database is full: nothing can be changed until there is free space");
            }
        } else if (isOutage(fault)) {
            begin(causes(fault).reduce(fault, (outer, inner) -> inner).toString());
        }
    }

    private void begin(String reason) {
        if (begun.compareAndSet(NONE, System.nanoTime() | 1)) {
            LOG.warn(
                    "The database does not answer as it should ({}). Until it does, users get a page with status 503, and"
                            + " Vestibule is not ready",
                    reason);
            lookLater();
        }
    }

    /** The reason why no request can be served now; null when the database answers and accepts changes. */
    @Nullable
    String reason() {
        if (begun.get() != NONE) {
            return "the database is out of order";
        }
        try {
            if (takesChanges()) {
                return null;
            }
            begin("it takes no changes");
            return "the database takes no changes";
        } catch (SQLException e) {
            begin(e.toString());
            return "the database does not answer";
        }
    }

    private void lookLater() {
        try {
            watch.schedule(this::look, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The application is stopping.
        }
    }

    private void look() {
        try {
            dropConnections();
            if (takesChanges()) {
                long nanos = System.nanoTime() - begun.getAndSet(NONE);
                LOG.info(
                        "The database answers again, after {} seconds",
                        Duration.ofNanos(nanos).toSeconds());
                return;
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The database is still out of order", e);
        }
        lookLater();
    }

    /**
     * Drops the connections, which may lead to a standby or a stopped server; connections in use are closed when they
     * are returned.
     */
    private void dropConnections() {
        HikariDataSource pool =
                DataSourceUnwrapper.unwrap(connections, HikariConfigMXBean.class, HikariDataSource.class);
        if (pool != null && pool.getHikariPoolMXBean() != null) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private boolean takesChanges() throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean")) {
            return row.next() && !row.getBoolean(1);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
