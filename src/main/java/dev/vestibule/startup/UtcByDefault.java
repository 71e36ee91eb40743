package dev.vestibule.startup;

import java.util.TimeZone;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * Sets the JVM's default time zone to UTC before the first connection: the driver sends the zone to PostgreSQL, which
 * refuses the connection if it does not know the zone. Pages format times in the user's own zone, which is always
 * named.
 */
class UtcByDefault implements ApplicationListener<ApplicationStartingEvent> {
    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }
}
