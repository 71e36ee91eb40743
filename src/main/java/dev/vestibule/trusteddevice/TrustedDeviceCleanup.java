package dev.vestibule.trusteddevice;

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
 * Deletes trusted devices whose time is up, and later the memory of why a device ended. Any node may do it, and two at
 * once do no harm.
 */
@Component
@Profile(CliProfile.NOT)
class TrustedDeviceCleanup {
    static final int BATCH = 500;

    /** No cookie lives longer: it is the most that {@code auth_totp.trusted_device_days} allows. */
    static final Duration REMEMBERED = Duration.ofDays(365);

    private final RevokedDevices ended;
    private final BatchDelete batches;
    private final Clock clock;

    TrustedDeviceCleanup(RevokedDevices ended, BatchDelete batches, Clock clock) {
        this.ended = ended;
        this.batches = batches;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void run() {
        Instant now = clock.instant();
        int batch;
        do {
            batch = ended.endExpired(BATCH);
        } while (batch == BATCH);
        batches.from("ended_device", "ended_at < :oldest", Map.of("oldest", Timestamp.from(now.minus(REMEMBERED))));
    }
}
