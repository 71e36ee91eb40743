package dev.vestibule.embedded;

import dev.vestibule.datadirectory.PrivateDirectory;
import dev.vestibule.startup.StartException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One start of the embedded server. The library is designed for tests, where data need no durability and no protection;
 * each setting here overrides one of its defaults.
 */
record ServerStart(Cluster cluster, ServerLog log, PrivateDirectory files, String passwordFile) {
    // After a power failure the server replays all changes since its last checkpoint, which takes minutes on a slow
    // disk.
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ACTION =
            "Correct that, or set spring.datasource.url to use a PostgreSQL of your own. All that the server said is in"
                    + " postgresql.log in the data directory.";
    /** The library's message when the class path has no archive for this platform. */
    private static final String NO_PROGRAMS = "Missing embedded postgres binaries";

    private static final String PARENT = "ot.epg.working-dir";

    /**
     * Starts the server, and first creates its data directory if there is none.
     *
     * @throws StartException when the server does not start
     */
    EmbeddedPostgres start() throws IOException {
        return start(builder());
    }

    /** As {@link #start()}, on this port. */
    EmbeddedPostgres startOn(int port) throws IOException {
        return start(builder().setPort(port));
    }

    private EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
        log.begin();
        FutureTask<EmbeddedPostgres> start = new FutureTask<>(builder::start);
        Thread thread = new Thread(start, "embedded-postgresql-start");
        thread.setDaemon(true);
        thread.start();
        try {
            return await(start, thread);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            // The interrupted status stays cleared, because this thread still has to clean up the server.
            thread.interrupt();
            throw new StartException(
                    "Vestibule was stopped while the embedded PostgreSQL started.", "Start it again.", e);
        }
    }

    private EmbeddedPostgres await(FutureTask<EmbeddedPostgres> start, Thread thread)
            throws IOException, ExecutionException, InterruptedException {
        LeftoverServer server = new LeftoverServer(cluster.data());
        boolean begun = false;
        while (true) {
            try {
                return start.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // The library would try to connect for the whole PATIENCE, also to a server that has ended.
                begun |= server.isNamed();
                if (log.saysGivenUp() || begun && !server.isRunning()) {
                    thread.interrupt();
                    start.get().close();
                    throw failure(null);
                }
            }
        }
    }

    private EmbeddedPostgres.Builder builder() throws IOException {
        EmbeddedPostgres.Builder builder = builderWithParentOfOurs()
                .setDataDirectory(cluster.data())
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(cluster.programs().toFile())
                // The library's shutdown hook would stop the server while requests are still being finished.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(PATIENCE)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.file()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.file()))
                .setConnectConfig("password", files.read(passwordFile));
        durable(builder);
        closed(builder);
        sameEverywhere(builder);
        return builder;
    }

    // The library deletes from its parent directory what it takes for its own leftovers, so that directory must never
    // contain data. The default is a temporary directory that all users can access.
    private EmbeddedPostgres.Builder builderWithParentOfOurs() {
        System.setProperty(PARENT, cluster.programs().toString());
        try {
            return EmbeddedPostgres.builder();
        } finally {
            System.clearProperty(PARENT);
        }
    }

    private static void durable(EmbeddedPostgres.Builder builder) {
        builder.setServerConfig("fsync", "on");
        builder.setServerConfig("synchronous_commit", "on");
        builder.setServerConfig("max_connections", "50");
    }

    /** Requires passwords from initdb on, so that at no time can every local user connect as the superuser. */
    private void closed(EmbeddedPostgres.Builder builder) {
        builder.setLocaleConfig("auth", "scram-sha-256");
        builder.setLocaleConfig("pwfile", files.resolve(passwordFile).toString());
        builder.setServerConfig("listen_addresses", "localhost");
        builder.setServerConfig("unix_socket_directories", "");
    }

    /**
     * Configures the same sort order on every machine, messages that {@link ServerLog} can parse, and a log that does
     * not grow.
     */
    private static void sameEverywhere(EmbeddedPostgres.Builder builder) {
        builder.setLocaleConfig("locale-provider", "builtin");
        builder.setLocaleConfig("builtin-locale", "C.UTF-8");
        builder.setLocaleConfig("locale", "C");
        // In PostgreSQL's order for this setting LOG is above ERROR; the application reports its own errors.
        builder.setServerConfig("log_min_messages", "log");
        builder.setServerConfig("log_checkpoints", "off");
    }

    StartException failure(@Nullable Throwable cause) {
        if (cause != null && NO_PROGRAMS.equals(cause.getMessage())) {
            return new StartException(
                    "This jar has no PostgreSQL for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + ".",
                    "Set spring.datasource.url to use a PostgreSQL of your own, or build the jar on such a machine.",
                    cause);
        }
        String reason = log.complaints();
        if (reason.isEmpty() && cause != null) {
            reason = String.valueOf(cause.getMessage());
        }
        return new StartException(
                "The embedded PostgreSQL does not start" + (reason.isEmpty() ? "." : ": " + reason), ACTION, cause);
    }
}
