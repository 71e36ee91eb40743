package dev.vestibule.startup;

import java.util.TimeZone;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * Makes UTC the zone of this Java before the first connection: the driver sends that zone to PostgreSQL, which refuses
 * the connection when it does not know it. What people see is formatted in their own zone, which is always named.
 */
class UtcByDefault implements ApplicationListener<ApplicationStartingEvent> {
    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }
}
