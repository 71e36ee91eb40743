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

/** Forgets keys that ended a while ago. Any node may do it, and two at once do no harm. */
@Component
@Profile(CliProfile.NOT)
class EndedKeys {
    /** Long enough for the owner of a forgotten script to find out in the trail why it is refused. */
    static final Duration KEPT = Duration.ofDays(90);

    private final BatchDelete batches;
    private final Clock clock;

    EndedKeys(BatchDelete batches, Clock clock) {
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
