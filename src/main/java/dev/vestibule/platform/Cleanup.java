package dev.vestibule.platform;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/**
 * The rows of one table that are no longer needed. Each module declares a bean for each of its tables that grow, and
 * {@link CleanupSchedule} deletes the rows.
 *
 * @param condition SQL on the table, with parameters by name
 * @param parameters of the condition, at the time of a run
 */
public record Cleanup(String table, String condition, Function<Instant, Map<String, ?>> parameters) {
    /** Rows whose {@code expires_at} has passed. */
    public static Cleanup expired(String table) {
        return after(Duration.ZERO, table, "expires_at <= :oldest");
    }

    /** @param condition compares with {@code :oldest}, the time before which a row is too old */
    public static Cleanup after(Duration kept, String table, String condition) {
        return new Cleanup(table, condition, now -> Map.of("oldest", Timestamp.from(now.minus(kept))));
    }
}
