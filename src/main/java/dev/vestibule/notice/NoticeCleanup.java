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
 * Deletes notices that were dismissed a while ago; an unread notice is deleted with its event, after {@code
 * audit.retention_days}. The job is safe to run on several nodes at once.
 */
@Component
@Profile(CliProfile.NOT)
class NoticeCleanup {
    /** For this time an open page can still send "this wasn't me". */
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
