package dev.vestibule.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A position in the list of events, newest first; its text is the value of the parameter {@code after}. */
public record AuditCursor(Instant at, long id) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,17})-([0-9]{1,18})");

    /** The position before the newest possible event. */
    static final AuditCursor START = new AuditCursor(Instant.EPOCH.plus(99_999_999_999_999_999L, ChronoUnit.MICROS), 0);

    public static Optional<AuditCursor> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new AuditCursor(
                        Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                        Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    /** The microseconds, the database's precision, and the id. */
    public String text() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "-" + id;
    }
}
