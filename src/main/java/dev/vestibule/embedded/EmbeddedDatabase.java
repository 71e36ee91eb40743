package dev.vestibule.embedded;

import dev.vestibule.datadirectory.DataDirectory;
import dev.vestibule.datadirectory.PrivateDirectory;
import dev.vestibule.startup.StartException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The PostgreSQL of a deployment that configures none. It runs on this machine as long as Vestibule does, stores its
 * data in the data directory, and accepts connections only of the application's two {@link ApplicationRole roles}.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String SUPERUSER_PASSWORD = "database-superuser-password";
    private static final String OWNER_PASSWORD = "database-password";
    private static final String PASSWORD = "database-app-password";
    private static final int PASSWORD_BYTES = 32;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final LeftoverServer remains;
    private final int port;
    private final @Nullable WatchedServer server;
    private final ApplicationRole owner;
    private final ApplicationRole running;

    private EmbeddedDatabase(LeftoverServer remains, int port, @Nullable WatchedServer server, PrivateDirectory files)
            throws IOException {
        this.remains = remains;
        this.port = port;
        this.server = server;
        this.owner = owner(files);
        this.running = running(files);
    }

    /** As below, but only logs an error when the server cannot be kept running. */
    static EmbeddedDatabase start(DataDirectory directory, SecureRandom random) {
        return start(directory, random, () -> {});
    }

    /**
     * Stops and cleans up what an earlier run may have left, starts the server, and restarts it when it ends by itself.
     *
     * @param giveUp ends the program when the server cannot be restarted
     * @throws StartException when the server does not start
     */
    static EmbeddedDatabase start(DataDirectory directory, SecureRandom random, Runnable giveUp) {
        Cluster cluster = new Cluster(directory.files());
        LeftoverServer remains = new LeftoverServer(cluster.data());
        try (StopDuringStart ignored = new StopDuringStart()) {
            cluster.requireUsablePath();
            remains.stop();
            cluster.removeUnfinished();
            EmbeddedDatabase database = start(directory.files(), cluster, remains, random, giveUp);
            LOG.info(
                    "The embedded PostgreSQL, for trying out and for small sites, keeps its data in {};"
                            + " spring.datasource.url selects a PostgreSQL of your own",
                    directory);
            return database;
        } catch (IOException | SQLException e) {
            throw new StartException(
                    "The embedded PostgreSQL does not start: " + e.getMessage() + ".",
                    "See that the data directory " + directory + " has free space and may be written to.",
                    e);
        }
    }

    /**
     * Connects to the server that another process runs, and leaves it running.
     *
     * @throws StartException when the server does not run yet
     */
    static EmbeddedDatabase join(DataDirectory directory) {
        PrivateDirectory files = directory.files();
        LeftoverServer running = new LeftoverServer(new Cluster(files).data());
        try {
            OptionalInt port = running.port();
            if (port.isPresent() && Files.exists(files.resolve(DataDirectory.ENCRYPTION_KEYS))) {
                return new EmbeddedDatabase(running, port.getAsInt(), null, files);
            }
        } catch (IOException e) {
            throw new StartException(
                    "The data directory " + directory + " cannot be read.",
                    "Run the command as the user who runs Vestibule.",
                    e);
        }
        throw new StartException(
                "The Vestibule of the data directory " + directory
                        + " is starting or stopping, or belongs to another user.",
                "Wait a moment and run the command again, as the user who runs Vestibule.");
    }

    private static EmbeddedDatabase start(
            PrivateDirectory files, Cluster cluster, LeftoverServer remains, SecureRandom random, Runnable giveUp)
            throws IOException, SQLException {
        prepareSuperuser(files, cluster, random);
        for (String file : List.of(OWNER_PASSWORD, PASSWORD)) {
            if (Files.notExists(files.resolve(file))) {
                files.write(file, password(random));
            }
        }
        boolean whole = false;
        try {
            ServerStart start = new ServerStart(cluster, new ServerLog(files), files, SUPERUSER_PASSWORD);
            EmbeddedPostgres server = start.start();
            int port = server.getPort();
            ensureRoles(server.getPostgresDatabase(), files);
            cluster.finish();
            WatchedServer watched =
                    new WatchedServer(remains, server, () -> start.startOn(port), giveUp, BETWEEN_LOOKS);
            EmbeddedDatabase database = new EmbeddedDatabase(remains, port, watched, files);
            whole = true;
            return database;
        } finally {
            if (!whole) {
                remains.stop();
                cluster.discardPrograms();
            }
        }
    }

    private static void ensureRoles(DataSource superuser, PrivateDirectory files) throws IOException, SQLException {
        ApplicationRole owner = owner(files);
        owner.ensure(superuser);
        owner.ensureDatabase(superuser);
        running(files).ensure(superuser);
    }

    private static ApplicationRole owner(PrivateDirectory files) throws IOException {
        return new ApplicationRole(ApplicationRole.OWNER, files.read(OWNER_PASSWORD));
    }

    private static ApplicationRole running(PrivateDirectory files) throws IOException {
        return new ApplicationRole(ApplicationRole.RUNNING, files.read(PASSWORD));
    }

    // Only this password gives access to an existing server, so a lost file must not be replaced silently.
    private static void prepareSuperuser(PrivateDirectory files, Cluster cluster, SecureRandom random)
            throws IOException {
        if (cluster.isNew()) {
            files.write(SUPERUSER_PASSWORD, password(random));
        } else if (Files.notExists(files.resolve(SUPERUSER_PASSWORD))) {
            throw new StartException(
                    "The file " + files.resolve(SUPERUSER_PASSWORD) + " is missing, and without it the embedded"
                            + " database cannot be opened.",
                    "Put it back from a backup of the data directory.");
        }
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/" + ApplicationRole.DATABASE
                + "?sslmode=disable&connectTimeout=2&ApplicationName=vestibule";
    }

    @Override
    public String getUsername() {
        return running.name();
    }

    @Override
    public String getPassword() {
        return running.password();
    }

    /** The connection of the role that owns the tables and migrates them. */
    FlywayConnectionDetails owner() {
        return new Owner(owner.name(), owner.password(), getJdbcUrl());
    }

    /** Stops the server if this process started it; further calls have no effect. */
    @Override
    public void close() throws IOException {
        if (server == null) {
            return;
        }
        server.close();
        // The library waits at most five seconds for the server to stop.
        remains.stop();
    }

    private record Owner(String username, String password, String jdbcUrl) implements FlywayConnectionDetails {
        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public String getPassword() {
            return password;
        }

        @Override
        public String getJdbcUrl() {
            return jdbcUrl;
        }

        @Override
        public String toString() {
            return "Owner[" + username + "]";
        }
    }
}
