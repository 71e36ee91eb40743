package dev.vestibule.account;

import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.CliProfile;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes expired set-password links and enrolment passes. The job is safe to run on several nodes at once. */
@Component
@Profile(CliProfile.NOT)
class OneTimeCredentialCleanup {
    private final BatchDelete batches;
    private final Clock clock;

    OneTimeCredentialCleanup(BatchDelete batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void run() {
        Map<String, ?> now = Map.of("now", Timestamp.from(clock.instant()));
        List.of("set_password_link", "enrolment_pass").forEach(table -> batches.from(table, "expires_at <= :now", now));
    }
}
