package dev.vestibule.migration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vestibule.startup.StartException;
import dev.vestibule.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

@Tag("integration")
class DatabaseRequirementsTest {
    private final String url = TestDatabase.create();

    /** As PgBouncer in transaction mode: between two transactions, both connections are given the one free session. */
    @Test
    void databaseWhenConnectionsShareASessionThenIsRefused() throws SQLException {
        try (Connection session = DriverManager.getConnection(url)) {
            assertThatThrownBy(() -> DatabaseRequirements.refuse(new SingleConnectionDataSource(session, true)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("PgBouncer in transaction mode");
        }
    }

    @Test
    void databaseWhenEachConnectionHasItsSessionThenIsTaken() {
        assertThatCode(() -> DatabaseRequirements.refuse(new DriverManagerDataSource(url)))
                .doesNotThrowAnyException();
    }
}
