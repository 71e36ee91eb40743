package dev.vestibule.authenticator;

import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.CliProfile;
import dev.vestibule.platform.ClockSkew;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes the apps that were never confirmed, once they no longer count towards the limit of notifications. The job is
 * safe to run on several nodes at once.
 */
@Component
@Profile(CliProfile.NOT)
class PendingAuthenticatorCleanup {
    private final BatchDelete batches;
    private final Clock clock;

    PendingAuthenticatorCleanup(BatchDelete batches, Clock clock) {
        this.batches = batches;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void run() {
        Instant now = clock.instant();
        batches.from(
                "pending_authenticator",
                "(expires_at <= :now or expires_at > :end) and (told_at is null or told_at <= :since or told_at > :latest)",
                Map.of(
                        "now",
                        Timestamp.from(now),
                        "end",
                        Timestamp.from(PendingAuthenticators.latestEnd(now)),
                        "latest",
                        Timestamp.from(ClockSkew.latest(now)),
                        "since",
                        Timestamp.from(now.minus(PendingAuthenticators.TOLD_EVERY))));
    }
}
