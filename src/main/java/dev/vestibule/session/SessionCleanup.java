package dev.vestibule.session;

import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.CliProfile;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes the rows of expired sessions in batches. It replaces Spring Session's own job, which deletes all of them in
 * one statement and at an interval of its own. The job is safe to run on several nodes at once.
 */
@Component
@Profile(CliProfile.NOT)
class SessionCleanup {
    private final BatchDelete batches;
    private final Clock clock;

    SessionCleanup(BatchDelete batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void run() {
        batches.from("spring_session", "expiry_time <= :now", Map.of("now", clock.millis()));
    }
}
