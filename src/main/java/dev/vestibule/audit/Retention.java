package dev.vestibule.audit;

import dev.vestibule.platform.ShellProfile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Removes what is older than {@code audit.retention_days}, a batch at a time. Several nodes may do so at once: each takes
 * the rows that no other has in hand.
 */
@Component
@Profile(ShellProfile.NOT)
class Retention implements SmartLifecycle {
    static final int BATCH = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** Not with the start, which has better things to do. */
    private static final Duration FIRST = Duration.ofMinutes(15);

    private static final Duration EVERY = Duration.ofHours(1);

    private static final List<String> STATEMENTS = List.of("""
            delete from audit_event where id in (
                select id from audit_event where at < audit_retention_end()
                order by at limit :batch for update skip locked)""", """
            delete from audit_wait where id in (
                select id from audit_wait where minute < audit_retention_end()
                order by minute limit :batch for update skip locked)""");

    private final JdbcClient jdbc;
    private final ScheduledExecutorService worker;
    private volatile boolean running;

    Retention(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.worker = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "audit-retention");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start() {
        running = true;
        var unused = worker.scheduleWithFixedDelay(this::run, FIRST.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void run() {
        try {
            sweep();
        } catch (RuntimeException e) {
            log.warn("Old audit events could not be removed; the next try is in an hour: {}", e.toString());
        }
    }

    /** Removes all that is old enough, and says how much it was. */
    int sweep() {
        int removed = 0;
        for (String statement : STATEMENTS) {
            int batch;
            do {
                batch = jdbc.sql(statement).param("batch", BATCH).update();
                removed += batch;
            } while (batch == BATCH && running);
        }
        return removed;
    }

    @Override
    public void stop() {
        running = false;
        worker.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
