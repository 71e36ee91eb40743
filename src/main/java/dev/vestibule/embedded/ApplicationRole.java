package dev.vestibule.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A role of the application in the embedded server. Neither of the two roles is a superuser, so that an injected
 * statement can access neither files nor programs. The role that serves requests owns nothing, so that it cannot change
 * the audit log.
 *
 * @param name a name that needs no quoting
 * @param password in letters that need no quoting
 */
record ApplicationRole(String name, String password) {
    /** The role that owns the database and its tables and migrates them. Older releases had only this role. */
    static final String OWNER = "vestibule";

    /** The role that serves the requests. */
    static final String RUNNING = "vestibule_app";

    static final String DATABASE = "vestibule";

    /** Creates the role if it is missing, and always sets its password, so that a lost password file does no harm. */
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

    /** Creates the database, owned by this role, if it is missing. */
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
