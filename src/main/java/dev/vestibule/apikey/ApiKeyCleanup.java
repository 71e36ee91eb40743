package dev.vestibule.apikey;

import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.CliProfile;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes keys that expired or were revoked a while ago, in batches; several nodes may do so at once. */
@Component
@Profile(CliProfile.NOT)
class ApiKeyCleanup {
    /** Long enough for the owner of a forgotten script to find in the audit events why it is refused. */
    static final Duration KEPT = Duration.ofDays(90);

    private final BatchDelete batches;
    private final Clock clock;

    ApiKeyCleanup(BatchDelete batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void clean() {
        batches.from(
                "api_key",
                "expires_at < :oldest or revoked_at < :oldest",
                Map.of("oldest", Timestamp.from(clock.instant().minus(KEPT))));
    }
}
