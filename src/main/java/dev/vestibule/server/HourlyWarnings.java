package dev.vestibule.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Permits a warning once an hour for each subject, and for at most 100 subjects an hour: clients choose the subjects,
 * and must not be able to fill the log. Safe for use by several threads.
 */
final class HourlyWarnings {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_SUBJECTS = 100;

    private final Clock clock;
    private final Map<String, Instant> given = new LinkedHashMap<>();

    HourlyWarnings(Clock clock) {
        this.clock = clock;
    }

    /** Whether to log a warning for this subject now; true counts as logged. */
    synchronized boolean take(String subject) {
        Instant now = clock.instant();
        given.values().removeIf(time -> Duration.between(time, now).abs().compareTo(HOUR) >= 0);
        return given.size() < MOST_SUBJECTS && given.putIfAbsent(subject, now) == null;
    }
}
