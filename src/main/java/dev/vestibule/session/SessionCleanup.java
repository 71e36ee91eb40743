package dev.vestibule.session;

import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.CliProfile;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes the rows of sessions that have expired, in place of Spring Session's own job, which deletes them all by one
 * statement and runs at an interval of its own. Any node may do it, and two at once do no harm.
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
