package dev.vestibule.migration;

import dev.vestibule.startup.StartException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Checks the requirements on the database server, regardless of the content, and changes nothing. */
final class DatabaseRequirements {
    static final int OLDEST_SERVER = 15;

    private DatabaseRequirements() {}

    /**
     * @throws StartException when the database is too old, in another encoding, or behind a pooler that does not keep
     * sessions
     */
    static void refuse(DataSource database) {
        refuseOldServer(database);
        refuseOtherEncodings(new JdbcTemplate(database));
        refusePoolingOfTransactions(database);
    }

    private static void refuseOldServer(DataSource database) {
        Integer version = new JdbcTemplate(database).execute((ConnectionCallback<Integer>)
                connection -> connection.getMetaData().getDatabaseMajorVersion());
        if (version != null && version < OLDEST_SERVER) {
            throw new StartException(
                    "The database server is PostgreSQL " + version + ", and Vestibule needs " + OLDEST_SERVER
                            + " or newer.",
                    "Upgrade the server, or set spring.datasource.url to a newer one.");
        }
    }

    /** In SQL_ASCII the server takes any bytes for text, and in the others names are lost. */
    private static void refuseOtherEncodings(JdbcTemplate jdbc) {
        String encoding = text(jdbc, "select current_setting('server_encoding')");
        if (!"UTF8".equals(encoding)) {
            String locale = text(jdbc, "select datctype from pg_database where datname = current_database()");
            String database = text(jdbc, "select current_database()");
            throw new StartException(
                    "The database " + database + " has the encoding " + encoding + ", and Vestibule needs UTF8.",
                    "Create another one, and name it in spring.datasource.url: createdb --owner="
                            + text(jdbc, "select current_user") + " --encoding=UTF8 --template=template0"
                            // Others may not go with UTF8.
                            + (locale.equals("C") || locale.equals("POSIX") ? " " : " --locale=C ") + database
                            + "_utf8");
        }
    }

    /**
     * A pooler in transaction mode gives each transaction the next free session, so that settings, prepared statements
     * and locks of one connection turn up in another. Two connections of ours must not see each other's settings.
     */
    private static void refusePoolingOfTransactions(DataSource database) {
        String mark = UUID.randomUUID().toString();
        try (Connection first = database.getConnection();
                Connection second = database.getConnection()) {
            JdbcTemplate setter = new JdbcTemplate(new SingleConnectionDataSource(first, true));
            JdbcTemplate reader = new JdbcTemplate(new SingleConnectionDataSource(second, true));
            text(setter, "select set_config('vestibule.session', '" + mark + "', false)");
            boolean shared = mark.equals(text(reader, "select current_setting('vestibule.session', true)"));
            text(setter, "select set_config('vestibule.session', '', false)");
            if (shared) {
                throw new StartException(
                        "The database is reached through a pooler that shares its sessions between connections, such"
                                + " as PgBouncer in transaction mode.",
                        "Set the pooler to session mode (pool_mode = session), or name the server itself in"
                                + " spring.datasource.url.");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(JdbcTemplate jdbc, String query) {
        return String.valueOf(jdbc.queryForObject(query, String.class));
    }
}
