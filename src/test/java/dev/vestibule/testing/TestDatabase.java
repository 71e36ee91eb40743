package dev.vestibule.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of a run; each application context gets a database of its own. */
public final class TestDatabase {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    // Not what a test that starts Vestibule's own server says meanwhile, and deletes afterwards.
                    .setOverrideWorkingDirectory(programs())
                    .setDataDirectory(Files.createTempDirectory("vestibule-tests"))
                    .setServerConfig("max_connections", "200")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File programs() {
        return new File(System.getProperty("java.io.tmpdir"), "embedded-pg");
    }

    /**
     * The address of a new, empty database, in the locale in which PostgreSQL knows the letters of ASCII alone, so that
     * nothing rests on those that it may know elsewhere.
     */
    public static String create() {
        String name = "vestibule_" + DATABASES.incrementAndGet();
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create database " + name + " template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return SERVER.getJdbcUrl("postgres", name);
    }
}
