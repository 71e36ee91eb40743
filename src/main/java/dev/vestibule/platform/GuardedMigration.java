package dev.vestibule.platform;

import java.util.Arrays;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Migrates only a database that this release can serve; one it cannot is left as it is. */
@Component
@Profile(ShellProfile.NOT)
@DependsOn("encryptionKeys") // A start that ends for want of a key must not have migrated anything.
class GuardedMigration implements FlywayMigrationStrategy {
    static final int OLDEST_SERVER = 15;

    private static final Set<MigrationState> NEWER =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private final RunningRole role;

    GuardedMigration(RunningRole role) {
        this.role = role;
    }

    @Override
    public void migrate(Flyway flyway) {
        refuse(flyway);
        flyway.migrate();
        role.grant(flyway.getConfiguration().getDataSource());
    }

    static void refuse(Flyway flyway) {
        refuseOldServer(flyway.getConfiguration().getDataSource());
        refuseNewerSchema(flyway);
    }

    private static void refuseOldServer(DataSource dataSource) {
        Integer version = new JdbcTemplate(dataSource).execute((ConnectionCallback<Integer>)
                connection -> connection.getMetaData().getDatabaseMajorVersion());
        if (version != null && version < OLDEST_SERVER) {
            throw new StartException(
                    "The database server is PostgreSQL " + version + ", and Vestibule needs " + OLDEST_SERVER
                            + " or newer.",
                    "Upgrade the server, or set spring.datasource.url to a newer one.");
        }
    }

    /** Flyway itself takes migrations that it does not know for harmless. */
    private static void refuseNewerSchema(Flyway flyway) {
        Arrays.stream(flyway.info().applied())
                .filter(migration -> NEWER.contains(migration.getState()))
                .reduce((earlier, later) -> later)
                .map(MigrationInfo::getVersion)
                .ifPresent(version -> {
                    throw new NewerSchemaException(String.valueOf(version));
                });
    }
}
