package dev.vestibule.migration;

import dev.vestibule.platform.CliProfile;
import dev.vestibule.startup.StartException;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** A shell command does not migrate: an older node may be running, and only the start of a server migrates. */
@Component
@Profile(CliProfile.NAME)
class NoMigration implements FlywayMigrationStrategy {
    @Override
    public void migrate(Flyway flyway) {
        GuardedMigration.refuse(flyway);
        if (flyway.info().pending().length > 0) {
            throw new StartException(
                    "The database is new, or of an older release than this program.",
                    "Start the server of this release once, which makes its schema what it has to be.");
        }
    }
}
