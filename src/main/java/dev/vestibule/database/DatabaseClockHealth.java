package dev.vestibule.database;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Runs the comparison of the {@link DatabaseClock} at the start and every minute, and reports its result. */
@Component("clockHealthIndicator")
class DatabaseClockHealth implements HealthIndicator {
    private final DatabaseClock clock;

    DatabaseClockHealth(DatabaseClock clock) {
        this.clock = clock;
        clock.compare();
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void compare() {
        clock.compare();
    }

    @Override
    public Health health() {
        return clock.isUsable() ? Health.up().build() : Health.down().build();
    }
}
