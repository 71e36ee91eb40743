package dev.vestibule.formkey;

import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.CliProfile;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes used keys that are too old to be sent again. The job is safe to run on several nodes at once. */
@Component
@Profile(CliProfile.NOT)
class FormKeyCleanup {
    private final BatchDelete batches;
    private final Clock clock;

    FormKeyCleanup(BatchDelete batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void run() {
        batches.from("form_key", "expires_at <= :now", Map.of("now", Timestamp.from(clock.instant())));
    }
}
