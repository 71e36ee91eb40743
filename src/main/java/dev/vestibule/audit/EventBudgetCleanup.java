package dev.vestibule.audit;

import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.CliProfile;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes the budgets of past hours, and of hours too far in the future, which were written while a clock was wrong.
 */
@Component
@Profile(CliProfile.NOT)
class EventBudgetCleanup {
    /** The tolerance for the clocks of other nodes. */
    private static final Duration KEPT = Duration.ofHours(2);

    private final BatchDelete batches;
    private final Clock clock;

    EventBudgetCleanup(BatchDelete batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void clean() {
        Instant now = clock.instant();
        batches.from(
                "event_budget",
                "hour < :over or hour > :ahead",
                Map.of("over", Timestamp.from(now.minus(KEPT)), "ahead", Timestamp.from(now.plus(KEPT))));
    }
}
