package dev.vestibule.throttle;

import dev.vestibule.platform.BatchDelete;
import dev.vestibule.platform.CliProfile;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes expired counts in batches. The job is safe to run on several nodes at once. */
@Component
@Profile(CliProfile.NOT)
class ThrottleCleanup {
    private final BatchDelete batches;
    private final TryCounters counters;
    private final CodeDays codes;
    private final KnownBrowsers browsers;

    ThrottleCleanup(BatchDelete batches, TryCounters counters, CodeDays codes, KnownBrowsers browsers) {
        this.batches = batches;
        this.counters = counters;
        this.codes = codes;
        this.browsers = browsers;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void clean() {
        counters.clean(batches);
        codes.clean(batches);
        browsers.clean(batches);
    }
}
