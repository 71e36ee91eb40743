package dev.vestibule.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Times as people say them, in their own zone. */
@Component("times")
public class Times {
    private final MessageSource messages;
    private final Clock clock;

    Times(MessageSource messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /** Such as "3 minutes ago" or "in 29 days". */
    public String ago(Instant time) {
        Duration since = Duration.between(time, clock.instant());
        String direction = since.isNegative() ? "future" : "past";
        Duration distance = since.abs();
        if (distance.toMinutes() < 1) {
            return message("time.now");
        }
        if (distance.toHours() < 1) {
            return message("time." + direction + ".minutes", distance.toMinutes());
        }
        if (distance.toDays() < 1) {
            return message("time." + direction + ".hours", distance.toHours());
        }
        return message("time." + direction + ".days", distance.toDays());
    }

    /** Such as "14 December 2026, 08:14:05 CET". */
    public String exact(Instant time, ZoneId zone) {
        return format("d MMMM uuuu, HH:mm:ss z", time, zone);
    }

    /** Such as "14 December 2026". */
    public String date(Instant time, ZoneId zone) {
        return format("d MMMM uuuu", time, zone);
    }

    /** The present day, such as "14 December 2026". */
    public String today(ZoneId zone) {
        return date(clock.instant(), zone);
    }

    /** How long to wait until then, such as "in 30 seconds" or "in 15 minutes", rounded up; never less than a second. */
    public String wait(Instant end) {
        long seconds = secondsUntil(end);
        if (seconds < 120) {
            return message("time.future.seconds", seconds);
        }
        long minutes = (seconds + 59) / 60;
        return minutes < 120
                ? message("time.future.minutes", minutes)
                : message("time.future.hours", (minutes + 59) / 60);
    }

    /** In whole seconds, rounded up; at least 1. */
    public long secondsUntil(Instant end) {
        return Math.max(
                1, Duration.between(clock.instant(), end).plusMillis(999).toSeconds());
    }

    /** The server's time, with seconds, for users who wonder why a code is refused. */
    public String clock(ZoneId zone) {
        return clock(clock.instant(), zone);
    }

    /** The time of day with its zone, such as "00:32:34 CET", of something within hours. */
    public String clock(Instant time, ZoneId zone) {
        return format("HH:mm:ss z", time, zone);
    }

    /** For machines, in a {@code <time>} element, to the second: HTML allows no finer fraction than a millisecond. */
    public String iso(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
    }

    private String format(String pattern, Instant time, ZoneId zone) {
        return ZonedDateTime.ofInstant(time, zone).format(DateTimeFormatter.ofPattern(pattern, locale()));
    }

    private String message(String key, Object... arguments) {
        return messages.getMessage(key, arguments, locale());
    }

    private static Locale locale() {
        return LocaleContextHolder.getLocale();
    }
}
