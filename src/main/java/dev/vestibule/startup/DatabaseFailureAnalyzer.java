package dev.vestibule.startup;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a failed connection to PostgreSQL by its SQLSTATE (PostgreSQL documentation, appendix A), however deep the
 * pool and the migrations have wrapped the exception.
 */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<PSQLException> {
    private static final String CREDENTIALS =
            "Look at spring.datasource.username and spring.datasource.password, and at pg_hba.conf of the server.";

    private final Environment environment;

    DatabaseFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PSQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        String reason = reason(cause);
        String database = "The database " + url();
        return switch (state) {
            case "08004" ->
                analysis(
                        database + " refuses the connection: " + reason,
                        "Look at spring.datasource.username and spring.datasource.password, and at sslmode in"
                                + " spring.datasource.url.",
                        cause);
            case "3D000" ->
                analysis(
                        database + " does not exist: " + reason,
                        "Create it, owned by the user in spring.datasource.username, or correct spring.datasource.url.",
                        cause);
            case "42501" ->
                analysis(
                        database + " lets Vestibule in, but does not let it work: " + reason,
                        "Make the user in spring.flyway.user, or without one that in spring.datasource.username, the"
                                + " owner of the database and of its tables.",
                        cause);
            case "53300" ->
                analysis(
                        database + " has no connection left: " + reason,
                        "Raise max_connections of the server, or lower spring.datasource.hikari.maximum-pool-size.",
                        cause);
            case "25006" ->
                analysis(
                        database + " takes no changes: " + reason,
                        "Name the primary server in spring.datasource.url, not a standby, and see that"
                                + " default_transaction_read_only is off.",
                        cause);
            case "26000", "42P05" ->
                analysis(
                        database + " loses the statements that Vestibule prepares: " + reason,
                        "Set the pooler in front of it to session mode (pool_mode = session), or name the server"
                                + " itself in spring.datasource.url.",
                        cause);
            case "53100" ->
                analysis(
                        database + " has no free space: " + reason,
                        "Free some space on the disk of the database server.",
                        cause);
            case "57P03" ->
                analysis(
                        database + " is not ready: " + reason,
                        "Start Vestibule again when the server accepts connections.",
                        cause);
            default -> byClass(state, database, reason, cause);
        };
    }

    private static @Nullable FailureAnalysis byClass(
            String state, String database, String reason, PSQLException cause) {
        if (state.startsWith("08")) {
            return analysis(
                    database + " cannot be reached: " + reason,
                    "See that the server runs and can be reached from here, or correct spring.datasource.url.",
                    cause);
        }
        if (state.startsWith("28")) {
            return analysis(database + " refuses the login: " + reason, CREDENTIALS, cause);
        }
        return null;
    }

    private static FailureAnalysis analysis(String description, String action, PSQLException cause) {
        return new FailureAnalysis(description.endsWith(".") ? description : description + ".", action, cause);
    }

    private static String reason(PSQLException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof UnknownHostException) {
            return "the host name is not known";
        }
        if (cause instanceof SocketTimeoutException) {
            return "it did not answer in time";
        }
        if (cause instanceof ConnectException) {
            return "nothing accepts connections there";
        }
        return String.valueOf(failure.getMessage()).replaceFirst("^FATAL: ", "");
    }

    /** The URL without the parts that may hold a password: its parameters, and the credentials before the host. */
    private String url() {
        String url = environment.getProperty("spring.datasource.url", "of the data directory");
        return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
    }
}
