package dev.vestibule.migration;

import dev.vestibule.database.RunningRole;
import dev.vestibule.platform.CliProfile;
import dev.vestibule.startup.StartException;
import java.util.Arrays;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Migrates only a database that this release supports; any other one stays unchanged. */
@Component
@Profile(CliProfile.NOT)
@DependsOn("encryptionKeys") // A start that fails without a key must not migrate anything.
class GuardedMigration implements FlywayMigrationStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedMigration.class);

    private static final Set<MigrationState> NEWER =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private static final Set<MigrationState> MISSING =
            Set.of(MigrationState.MISSING_SUCCESS, MigrationState.MISSING_FAILED);

    private final RunningRole role;

    GuardedMigration(RunningRole role) {
        this.role = role;
    }

    @Override
    public void migrate(Flyway flyway) {
        refuse(flyway);
        migrateWhatIsOurs(flyway);
        role.grant(flyway.getConfiguration().getDataSource());
    }

    static void refuse(Flyway flyway) {
        DatabaseRequirements.refuse(flyway.getConfiguration().getDataSource());
        refuseOtherMigrations(flyway);
        refuseNewerSchema(flyway);
    }

    /** An applied migration is never edited, so a different one belongs to another program or another release. */
    private static void refuseOtherMigrations(Flyway flyway) {
        Arrays.stream(flyway.info().applied())
                .filter(migration -> migration.getVersion() != null)
                .filter(migration -> MISSING.contains(migration.getState())
                        || (!NEWER.contains(migration.getState()) && !migration.isChecksumMatching()))
                .findFirst()
                .ifPresent(migration -> {
                    throw new StartException(
                            "The tables of this database were not made by the migrations of this release: its version "
                                    + migration.getVersion() + " is \"" + migration.getDescription()
                                    + "\", and is another one here.",
                            "If the database belongs to another program, create an empty one and name it in"
                                    + " spring.datasource.url. If it is Vestibule's, start the release that made it, or"
                                    + " restore the backup made before the change. Nothing was changed.");
                });
    }

    private static void migrateWhatIsOurs(Flyway flyway) {
        try {
            MigrateResult result = flyway.migrate();
            if (result.migrationsExecuted > 0) {
                LOG.info("Migrated the database to schema version {}", result.targetSchemaVersion);
            }
        } catch (FlywayException e) {
            if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw new StartException(
                        "The database holds tables that are not Vestibule's.",
                        "Create an empty database, and name it in spring.datasource.url. Nothing was changed.",
                        e);
            }
            throw e;
        }
    }

    /** Flyway itself ignores unknown migrations. */
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
