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
 * Knows whether the database is out of order: gone, a standby, read-only or so busy that it gives up. It says so once in
 * the log, drops the pool's connections and looks each second for the end, which it says, too. Safe for use by several
 * threads.
 */
@Component
public final class DatabaseOutage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOutage.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int DEEPEST_CAUSE = 50;
    private static final long NONE = 0;

    /**
     * The beginnings of SQLSTATEs (PostgreSQL documentation, appendix A): connections, resources, the operator's
     * intervention, a read-only transaction, timeouts of transactions, a lock that was not to be had and a statement that
     * took too long.
     */
    private static final Set<String> STATES = Set.of("08", "53", "57P", "25006", "25P03", "25P04", "55P03", "57014");

    /** A transaction that lost against another one: it can be repeated at once, and nothing is out of order. */
    private static final Set<String> LOST = Set.of("40001", "40P01");

    /** What is there can still be read, and a look at the database would not tell when there is room again. */
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

    /** Whether a fault says that a request can be repeated as it is, now or when the database is in order again. */
    public static boolean isRepeatable(Throwable fault) {
        return isOutage(fault) || hasState(fault, LOST);
    }

    private static boolean isOutage(Throwable fault) {
        return hasState(fault, STATES)
                || causes(fault)
                        .anyMatch(cause -> cause instanceof CannotCreateTransactionException
                                || cause instanceof DataAccessResourceFailureException
                                || cause instanceof SQLTransientConnectionException
                                // PostgreSQL and its driver always name a state: this is the pool's, of a dead
                                // connection.
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

    /** Takes note of a fault for which {@link #isRepeatable} holds. */
    public void notice(Throwable fault) {
        if (hasState(fault, DISK_FULL)) {
            long now = System.nanoTime() | 1;
            long before = warned.get();
            if ((before == NONE || now - before > BETWEEN_WARNINGS.toNanos()) && warned.compareAndSet(before, now)) {
                LOG.warn("The disk of the database is full: nothing can be changed until there is room");
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

    /** Why nobody can be served now; null when the database answers and takes changes. */
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
            // The application stops.
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

    /** Those to a standby or to a server that is gone; those in use are closed when they come back. */
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
