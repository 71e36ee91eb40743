package dev.vestibule.platform;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The role and the database that the application has in the embedded server: the owner of its tables, and no superuser,
 * so that an injected statement reaches neither files nor programs.
 *
 * @param password in letters that need no quoting
 */
record ApplicationRole(String password) {
    static final String NAME = "vestibule";

    /** Makes what is missing, and sets the password anew, so that a lost file of it does no harm. */
    void ensure(DataSource superuser) throws SQLException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            if (isMissing(statement, "select from pg_roles where rolname = 'vestibule'")) {
                statement.execute("create role vestibule");
            }
            statement.execute("alter role vestibule login nosuperuser nocreatedb nocreaterole noreplication"
                    + " nobypassrls password '" + password + "'");
            if (isMissing(statement, "select from pg_database where datname = 'vestibule'")) {
                statement.execute("create database vestibule owner vestibule");
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
        return "ApplicationRole[" + NAME + "]";
    }
}
