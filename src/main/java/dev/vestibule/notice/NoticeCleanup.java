package dev.vestibule.notice;

import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.CliProfile;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes notices that were read a while ago; one that nobody reads goes with its event, at the end of
 * {@code audit.retention_days}. Any node may do it, and two at once do no harm.
 */
@Component
@Profile(CliProfile.NOT)
class NoticeCleanup {
    /** So long a page that was left open can still say "this wasn't me". */
    static final Duration KEPT = Duration.ofDays(30);

    private final BatchDelete batches;
    private final Clock clock;

    NoticeCleanup(BatchDelete batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void run() {
        batches.from(
                "notice",
                "read_at < :oldest",
                Map.of("oldest", Timestamp.from(clock.instant().minus(KEPT))));
    }
}
