package dev.vestibule.throttle;

import dev.vestibule.platform.ShellProfile;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets what counts no longer. Any node may do it, and two at once do no harm. */
@Component
@Profile(ShellProfile.NOT)
class Cleaning {
    private final Counters counters;
    private final CodeTries codes;
    private final KnownBrowsers browsers;

    Cleaning(Counters counters, CodeTries codes, KnownBrowsers browsers) {
        this.counters = counters;
        this.codes = codes;
        this.browsers = browsers;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void clean() {
        counters.clean();
        codes.clean();
        browsers.clean();
    }
}
