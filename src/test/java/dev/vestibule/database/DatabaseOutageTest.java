package dev.vestibule.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.vestibule.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.QueryTimeoutException;

@Tag("integration")
class DatabaseOutageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "08P01", "25006", "25P03", "40001", "40P01", "53000", "53100",
                "53200", "53300", "55P03", "57014", "57P01", "57P02", "57P03", "57P05"
            })
    void faultWhenItSaysThatTheDatabaseCannotNowThenIsRepeatable(String state) {
        SQLException fault = new SQLException("x", state);

        assertThat(DatabaseOutage.isRepeatable(new IllegalStateException(new QueryTimeoutException("x", fault))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23514", "22P02", "22001", "42P01", "42501", "55000", "57000", "XX000", "25P02"})
    void faultWhenItSaysThatTheProgramIsWrongThenIsNot(String state) {
        assertThat(DatabaseOutage.isRepeatable(new IllegalStateException(new SQLException("x", state))))
                .isFalse();
    }

    @Test
    void connectionWhenItTakesOnlyReadsThenIsNotLentOutAgain() throws SQLException {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(TestDatabase.create());
        pool.setMaximumPoolSize(1);
        new StandbyEviction().postProcessBeforeInitialization(pool, "pool");
        try (pool) {
            String first;
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                first = process(statement);
                statement.execute("set session characteristics as transaction read only");
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> statement.execute("create table x (y int)"))
                        .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("25006"));
            }
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThat(process(statement)).isNotEqualTo(first);
            }
        }
    }

    private static String process(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        }
    }
}
