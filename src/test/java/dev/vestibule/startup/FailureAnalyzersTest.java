package dev.vestibule.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.mock.env.MockEnvironment;

class FailureAnalyzersTest {
    private final MockEnvironment environment = new MockEnvironment()
            .withProperty("server.port", "8080")
            .withProperty("management.server.port", "8081")
            .withProperty(
                    "spring.datasource.url", "jdbc:postgresql://me:hush@db.example/vestibule?user=me&password=hush");

    @ParameterizedTest
    @CsvSource({
        "8080, the pages, server.port",
        "8081, the health checks, management.server.port",
    })
    void portWhenTakenThenSaysWhichAndHowToMoveIt(int port, String use, String setting) {
        FailureAnalysis analysis = analyze(new IllegalStateException(new PortInUseException(port)));

        assertThat(analysis.getDescription())
                .isEqualTo("Port " + port + ", meant for " + use + ", is taken by another program.");
        assertThat(analysis.getAction()).isEqualTo("Stop that program, or set " + setting + " to another port.");
    }

    @ParameterizedTest
    @CsvSource({
        "08001, cannot be reached: no answer., See that the server runs",
        "08006, cannot be reached: no answer., See that the server runs",
        "08004, refuses the connection: no answer., sslmode",
        "28000, refuses the login: no answer., pg_hba.conf",
        "28P01, refuses the login: no answer., spring.datasource.password",
        "3D000, does not exist: no answer., Create it",
        "25006, takes no changes: no answer., primary",
        "26000, loses the statements that Vestibule prepares: no answer., session mode",
        "42P05, loses the statements that Vestibule prepares: no answer., session mode",
        "53100, has no free space: no answer., Free some space",
        "42501, 'lets Vestibule in, but does not let it work: no answer.', owner",
        "53300, has no connection left: no answer., max_connections",
        "57P03, is not ready: no answer., Start Vestibule again",
    })
    void databaseWhenItFailsThenSaysWhyAndNoPassword(String state, String description, String action) {
        PSQLException failure = new PSQLException(new ServerErrorMessage("SFATAL\0C" + state + "\0Mno answer\0"));

        FailureAnalysis analysis =
                analyze(new IllegalStateException(new SQLTransientConnectionException("the pool", failure)));

        assertThat(analysis.getDescription())
                .isEqualTo("The database jdbc:postgresql://db.example/vestibule " + description);
        assertThat(analysis.getAction()).contains(action);
        assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("hush");
    }

    @Test
    void databaseWhenHostIsUnknownThenSaysSo() {
        FailureAnalysis analysis = analyze(new PSQLException(
                "The connection attempt failed.",
                PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                new UnknownHostException("db.example")));

        assertThat(analysis.getDescription()).endsWith("cannot be reached: the host name is not known.");
    }

    @Test
    void databaseWhenAStatementIsWrongThenIsNoConcernOfOurs() {
        PSQLException failure = new PSQLException("syntax error", PSQLState.SYNTAX_ERROR);

        assertThat(new DatabaseFailureAnalyzer(environment).analyze(failure)).isNull();
    }

    @Test
    void startExceptionWhenItsCauseIsAlsoKnownThenIsToldItself() {
        StartException failure = new StartException(
                "What.", "Do.", new PSQLException("unreachable", PSQLState.CONNECTION_UNABLE_TO_CONNECT));

        FailureAnalysis analysis = analyze(new IllegalStateException(failure));

        assertThat(analysis.getDescription()).isEqualTo("What.");
        assertThat(analysis.getAction()).isEqualTo("Do.");
    }

    /** Asks all analyzers in the order in which a failing start asks them. */
    private FailureAnalysis analyze(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(Environment.class, environment),
                        (type, name, problem) -> {})
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
