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
 * Deletes expired trusted devices, and later the stored reasons of revoked ones, in batches. The job is safe to run on
 * several nodes at once.
 */
@Component
@Profile(CliProfile.NOT)
class TrustedDeviceCleanup {
    static final int BATCH = 500;

    /** No cookie lives longer: {@code auth_totp.trusted_device_days} allows no more. */
    static final Duration REMEMBERED = Duration.ofDays(365);

    private final RevokedDevices revokedDevices;
    private final BatchDelete batches;
    private final Clock clock;

    TrustedDeviceCleanup(RevokedDevices revokedDevices, BatchDelete batches, Clock clock) {
        this.revokedDevices = revokedDevices;
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
            batch = revokedDevices.endExpired(BATCH);
        } while (batch == BATCH);
        batches.from("ended_device", "ended_at < :oldest", Map.of("oldest", Timestamp.from(now.minus(REMEMBERED))));
    }
}
