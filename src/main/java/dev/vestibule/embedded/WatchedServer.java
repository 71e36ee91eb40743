package dev.vestibule.embedded;

import dev.vestibule.startup.StartException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitors the embedded server and restarts it when it has ended by itself, for example because the kernel killed it
 * for lack of memory. After five restarts in ten minutes the program ends.
 */
final class WatchedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedServer.class);
    private static final int TRIES = 5;
    private static final Duration IN = Duration.ofMinutes(10);

    private final LeftoverServer remains;
    private final Start start;
    private final Runnable giveUp;
    private final Duration pause;
    private final Deque<Long> tries = new ArrayDeque<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "embedded-postgresql-watch");
        thread.setDaemon(true);
        return thread;
    });

    private EmbeddedPostgres server;
    private boolean closed;

    /** Starts the server again in the same directory and on the same port. */
    @FunctionalInterface
    interface Start {
        EmbeddedPostgres again() throws IOException;
    }

    /**
     * @param server the running server
     * @param giveUp ends the program
     * @param pause the time between two checks, and before the second restart; each further restart waits twice as long
     */
    WatchedServer(LeftoverServer remains, EmbeddedPostgres server, Start start, Runnable giveUp, Duration pause) {
        this.remains = remains;
        this.server = server;
        this.start = start;
        this.giveUp = giveUp;
        this.pause = pause;
        lookIn(pause);
    }

    private void lookIn(Duration time) {
        if (!watch.isShutdown()) {
            watch.schedule(this::look, time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        lookIn(remains.isRunning() ? pause : startAgain());
    }

    /** Restarts the server and returns the time until the next check. */
    private synchronized Duration startAgain() {
        if (closed) {
            return pause;
        }
        forgetOldTries();
        if (tries.size() >= TRIES) {
            LOG.error(
                    "The embedded PostgreSQL has ended, and {} tries in {} minutes to start it again were of no use."
                            + " Vestibule ends, too. The file postgresql.log in the data directory says more",
                    TRIES,
                    IN.toMinutes());
            closed = true;
            watch.shutdown();
            giveUp.run();
            return pause;
        }
        tries.add(System.nanoTime());
        LOG.warn("The embedded PostgreSQL has ended by itself and is started again, try {} of {}", tries.size(), TRIES);
        try {
            remains.stop();
            server.close();
            server = start.again();
            LOG.info("The embedded PostgreSQL runs again");
        } catch (IOException | StartException e) {
            LOG.warn("{}", e.getMessage());
        }
        return pause.multipliedBy(1L << (tries.size() - 1));
    }

    private void forgetOldTries() {
        long now = System.nanoTime();
        tries.removeIf(time -> now - time > IN.toNanos());
    }

    @Override
    public void close() throws IOException {
        // Interrupts a restart in progress, which holds the monitor.
        watch.shutdownNow();
        synchronized (this) {
            closed = true;
            server.close();
        }
    }
}
