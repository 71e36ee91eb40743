package dev.vestibule.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.vestibule.startup.StartException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

class GuardedMigrationTest {
    @Test
    void serverWhenOlderThanFifteenThenIsNotMigrated() throws SQLException {
        StartException failure = catchThrowableOfType(StartException.class, () -> migrate(14));

        assertThat(failure).hasMessage("The database server is PostgreSQL 14, and Vestibule needs 15 or newer.");
    }

    /** The version that a server tells is the network's word, which no server at hand would give. */
    private static void migrate(int version) throws SQLException {
        DatabaseMetaData metaData = mock();
        when(metaData.getDatabaseMajorVersion()).thenReturn(version);
        Connection connection = mock();
        when(connection.getMetaData()).thenReturn(metaData);
        DataSource dataSource = mock();
        when(dataSource.getConnection()).thenReturn(connection);
        Flyway flyway = mock();
        when(flyway.getConfiguration()).thenReturn(new FluentConfiguration().dataSource(dataSource));
        try {
            new GuardedMigration(mock()).migrate(flyway);
        } finally {
            verify(flyway, never()).migrate();
        }
    }
}
