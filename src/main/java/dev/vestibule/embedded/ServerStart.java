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
 * One start of the embedded server. The library is made for tests, where data do not matter and all users are friends;
 * everything set here is set against one of its habits.
 */
record ServerStart(Cluster cluster, ServerLog log, PrivateDirectory files, String passwordFile) {
    // After a power failure the server repeats all it did since its last checkpoint, which takes a slow disk minutes.
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ACTION =
            "Correct that, or set spring.datasource.url to use a PostgreSQL of your own. All that the server said is in"
                    + " postgresql.log in the data directory.";
    /** The library's message when the class path has no archive for this platform. */
    private static final String NO_PROGRAMS = "Missing embedded postgres binaries";

    private static final String PARENT = "ot.epg.working-dir";

    /**
     * Starts the server, which makes its data directory first if there is none.
     *
     * @throws StartException when it does not start
     */
    EmbeddedPostgres start() throws IOException {
        return start(builder());
    }

    /** The same, on this port. */
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
            // Not interrupted any more: the server is cleared away by this thread.
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
                // Its hook would stop the server while requests are still being finished.
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

    // It clears its parent directory of what it thinks it left there, so that must never be one with data in it; the
    // default is a directory open to everybody among the temporary ones.
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

    /** Passwords from initdb on, so that there is no moment in which any local user is its superuser. */
    private void closed(EmbeddedPostgres.Builder builder) {
        builder.setLocaleConfig("auth", "scram-sha-256");
        builder.setLocaleConfig("pwfile", files.resolve(passwordFile).toString());
        builder.setServerConfig("listen_addresses", "localhost");
        builder.setServerConfig("unix_socket_directories", "");
    }

    /** The same sorting wherever it runs, messages that can be read for a reason, and a log that does not grow. */
    private static void sameEverywhere(EmbeddedPostgres.Builder builder) {
        builder.setLocaleConfig("locale-provider", "builtin");
        builder.setLocaleConfig("builtin-locale", "C.UTF-8");
        builder.setLocaleConfig("locale", "C");
        // In this order of PostgreSQL's LOG stands above ERROR; the application reports its own errors.
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
