package dev.vestibule.database;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports whether the database answers and accepts changes. The bean replaces Spring Boot's own indicator by having its
 * name: that indicator accepts a standby, and logs every failed check.
 */
@Component("dbHealthIndicator")
final class DatabaseHealth implements HealthIndicator {
    private final DatabaseOutage outage;

    DatabaseHealth(DatabaseOutage outage) {
        this.outage = outage;
    }

    @Override
    public Health health() {
        String reason = outage.reason();
        return reason == null
                ? Health.up().build()
                : Health.down().withDetail("reason", reason).build();
    }
}
