package dev.vestibule.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The PostgreSQL of a deployment that names none: it runs on this machine for as long as Vestibule does, keeps its data
 * in the data directory, and is reached by the application as {@link ApplicationRole} and by nobody else.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String SUPERUSER_PASSWORD = "database-superuser-password";
    private static final String PASSWORD = "database-password";
    private static final int PASSWORD_BYTES = 32;

    private final LeftoverServer remains;
    private final EmbeddedPostgres server;
    private final String password;

    private EmbeddedDatabase(LeftoverServer remains, EmbeddedPostgres server, String password) {
        this.remains = remains;
        this.server = server;
        this.password = password;
    }

    /**
     * Starts it, after ending and clearing away what an earlier run may have left.
     *
     * @throws StartException when it does not start
     */
    static EmbeddedDatabase start(DataDirectory directory, SecureRandom random) {
        Cluster cluster = new Cluster(directory.files());
        LeftoverServer remains = new LeftoverServer(cluster.data());
        try {
            remains.stop();
            cluster.heal();
            EmbeddedDatabase database = start(directory.files(), cluster, remains, random);
            LOG.info(
                    "The embedded PostgreSQL, for trying out and for small sites, keeps its data in {};"
                            + " spring.datasource.url selects a PostgreSQL of your own",
                    directory);
            return database;
        } catch (IOException | SQLException e) {
            throw new StartException(
                    "The embedded PostgreSQL does not start: " + e.getMessage() + ".",
                    "See that the data directory " + directory + " has room and may be written to.",
                    e);
        }
    }

    private static EmbeddedDatabase start(
            PrivateDirectory files, Cluster cluster, LeftoverServer remains, SecureRandom random)
            throws IOException, SQLException {
        prepareSuperuser(files, cluster, random);
        if (Files.notExists(files.resolve(PASSWORD))) {
            files.write(PASSWORD, password(random));
        }
        String password = files.read(PASSWORD);
        boolean whole = false;
        try {
            EmbeddedPostgres server = new ServerStart(cluster, new ServerLog(files), files, SUPERUSER_PASSWORD).start();
            new ApplicationRole(password).ensure(server.getPostgresDatabase());
            cluster.finish();
            whole = true;
            return new EmbeddedDatabase(remains, server, password);
        } finally {
            if (!whole) {
                remains.stop();
                cluster.discardPrograms();
            }
        }
    }

    // Nothing but this file opens an existing server, so a lost one must not be replaced in silence.
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
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + ApplicationRole.NAME
                + "?sslmode=disable&connectTimeout=2&ApplicationName=vestibule";
    }

    @Override
    public String getUsername() {
        return ApplicationRole.NAME;
    }

    @Override
    public String getPassword() {
        return password;
    }

    /** Stops the server; a no-op the second time. */
    @Override
    public void close() throws IOException {
        server.close();
        // The library gives a stop five seconds and then goes on without it.
        remains.stop();
    }
}
