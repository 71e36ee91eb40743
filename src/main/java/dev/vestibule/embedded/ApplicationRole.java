package dev.vestibule.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A role that the application has in the embedded server. Neither of the two is a superuser, so that an injected
 * statement reaches neither files nor programs; the one that runs owns nothing, so that it cannot change the audit log.
 *
 * @param name a name that needs no quoting
 * @param password in letters that need no quoting
 */
record ApplicationRole(String name, String password) {
    /** Owns the database and its tables, and migrates them. Releases before there were two roles had this one alone. */
    static final String OWNER = "vestibule";

    /** Serves the requests. */
    static final String RUNNING = "vestibule_app";

    static final String DATABASE = "vestibule";

    /** Creates the role if it is missing, and sets its password anew, so that a lost file of it does no harm. */
    void ensure(DataSource superuser) throws SQLException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            if (isMissing(statement, "select from pg_roles where rolname = '" + name + "'")) {
                statement.execute("create role " + name);
            }
            statement.execute("alter role " + name + " login nosuperuser nocreatedb nocreaterole noreplication"
                    + " nobypassrls password '" + password + "'");
        }
    }

    /** Creates the database, which belongs to this role, if it is missing. */
    void ensureDatabase(DataSource superuser) throws SQLException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            if (isMissing(statement, "select from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + name);
            }
        }
    }

    private static boolean isMissing(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    @Override
    public String toString() {
        return "ApplicationRole[" + name + "]";
    }
}
