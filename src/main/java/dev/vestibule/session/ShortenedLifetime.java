package dev.vestibule.session;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterChanged;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deletes sessions that a shorter lifetime ended, so that a later, longer lifetime does not revive them. */
@Component
class ShortenedLifetime {
    private final JdbcClient jdbc;
    private final Clock clock;

    ShortenedLifetime(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @EventListener
    void end(ParameterChanged change) {
        int shorter = Math.min(change.before(), change.after());
        if (change.parameter() == Parameter.IDLE_MINUTES) {
            endUnusedSince(clock.instant().minus(Duration.ofMinutes(shorter)));
        }
        if (change.parameter() == Parameter.ABSOLUTE_HOURS) {
            endOpenedBy(clock.instant().minus(Duration.ofHours(shorter)));
        }
    }

    private void endUnusedSince(Instant latest) {
        jdbc.sql("delete from spring_session where last_access_time <= :latest")
                .param("latest", latest.toEpochMilli())
                .update();
    }

    /** A row without a time is invalid anyway and is deleted too. */
    private void endOpenedBy(Instant latest) {
        jdbc.sql("""
                delete from spring_session s using spring_session_attributes a
                where a.session_primary_id = s.primary_id and a.attribute_name = :attribute
                    and case when a.attribute_bytes #>> '{opening,at}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$'
                        then cast(a.attribute_bytes #>> '{opening,at}' as timestamptz) <= :latest
                        else true end""")
                .param("attribute", SignIn.ATTRIBUTE)
                .param("latest", Timestamp.from(latest))
                .update();
    }
}
