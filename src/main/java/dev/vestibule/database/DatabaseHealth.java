package dev.vestibule.database;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the database answers and takes changes. It has the name of Spring Boot's own indicator and so takes its place:
 * that one is content with a standby, and logs each time that it is not.
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
