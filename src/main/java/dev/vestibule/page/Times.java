package dev.vestibule.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
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

    /** The server's time, with seconds, for who wonders why a code is refused. */
    public String clock(ZoneId zone) {
        return clock(clock.instant(), zone);
    }

    /** The time of day, with seconds, of what is near. */
    public String clock(Instant time, ZoneId zone) {
        return DateTimeFormatter.ofPattern("HH:mm:ss", locale()).format(time.atZone(zone));
    }

    /** For machines, in a {@code <time>} element. */
    public String iso(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
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
