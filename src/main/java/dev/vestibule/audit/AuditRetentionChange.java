package dev.vestibule.audit;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.web.Times;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A shorter {@code audit.retention_days} that does not apply yet: the database keeps the longer one for seven days.
 * Restoring the old value within these days cancels the change.
 */
@Component
public class AuditRetentionChange {
    private final JdbcClient jdbc;
    private final MessageSource messages;
    private final Times times;

    AuditRetentionChange(JdbcClient jdbc, MessageSource messages, Times times) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.times = times;
    }

    private record Kept(int days, Instant until) {}

    /**
     * A sentence with the present retention, the new one and the date of the change; empty when the parameter's value
     * is in force.
     *
     * @param zone of the date in the sentence
     */
    public Optional<String> pending(ParameterValues values, ZoneId zone) {
        int set = values.number(Parameter.AUDIT_RETENTION_DAYS);
        return jdbc.sql("select days, until from audit_retention where until > now()")
                .query((row, n) -> new Kept(row.getInt("days"), time(row.getTimestamp("until"))))
                .optional()
                .filter(kept -> kept.days() > set)
                .map(kept -> messages.getMessage(
                        "parameters.retention.pending",
                        new Object[] {
                            Integer.toString(set), times.date(kept.until(), zone), Integer.toString(kept.days())
                        },
                        Locale.ENGLISH));
    }

    private static Instant time(Timestamp timestamp) {
        return timestamp.toInstant();
    }
}
