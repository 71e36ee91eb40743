package dev.vestibule.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Formats times for users, in their own zone. */
@Component("times")
public class Times {
    /** Marks a time inside a sentence; private-use characters, which none of our texts has. */
    private static final Pattern MARK =
            Pattern.compile("\uE000([^\uE000-\uE003]*)\uE001([^\uE000-\uE003]*)" + "\uE002([^\uE000-\uE003]*)\uE003");

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

    /** Such as "14 Dec 2026, 08:14:05 CET". */
    public String exact(Instant time, ZoneId zone) {
        return format("d MMM uuuu, HH:mm:ss z", time, zone);
    }

    /** Such as "14 December 2026". */
    public String date(Instant time, ZoneId zone) {
        return format("d MMMM uuuu", time, zone);
    }

    /** The present day, such as "14 December 2026". */
    public String today(ZoneId zone) {
        return date(clock.instant(), zone);
    }

    /**
     * How long to wait until then, such as "in 30 seconds" or "in 15 minutes", rounded up; never less than a second.
     */
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

    /** The time of day with its zone, such as "00:32:34 CET", for a time within hours. */
    public String clock(Instant time, ZoneId zone) {
        return format("HH:mm:ss z", time, zone);
    }

    /** For the {@code <time>} element, to the second: HTML allows no finer fraction than a millisecond. */
    public String iso(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The same as {@link #exact}, as an argument of a text that the fragment time :: within renders. */
    public String markedExact(Instant time, ZoneId zone) {
        return mark(time, "", exact(time, zone));
    }

    /** The server's time, as an argument of a text that the fragment time :: within renders. */
    public String markedClock(ZoneId zone) {
        Instant now = clock.instant();
        return mark(now, "", clock(now, zone));
    }

    /**
     * How long to wait and until when, such as "in 30 seconds (00:32:34 CET)", as an argument of a text that the
     * fragment time :: within renders; the script counts it down.
     */
    public String markedWait(Instant end, ZoneId zone) {
        String wait = mark(end, Long.toString(secondsUntil(end)), wait(end));
        return message("time.wait", wait, clock(end, zone));
    }

    /** The same for a wait that begins now, where the user and so the time zone is not known: in UTC, and says so. */
    public String markedWait(Duration wait) {
        return markedWait(clock.instant().plus(wait), ZoneId.of("UTC"));
    }

    private String mark(Instant time, String left, String text) {
        return '\uE000' + iso(time) + '\uE001' + left + '\uE002' + text + '\uE003';
    }

    /**
     * A part of a sentence.
     *
     * @param iso null when the part is not a time
     * @param left seconds of a wait; null when it is not a wait
     */
    public record Part(
            String text, @Nullable String iso, @Nullable String left) {}

    /** The parts of a sentence with marked times in it, in order. */
    public List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        var marks = MARK.matcher(text);
        int end = 0;
        while (marks.find()) {
            parts.add(new Part(text.substring(end, marks.start()), null, null));
            String left = marks.group(2);
            parts.add(new Part(marks.group(3), marks.group(1), left.isEmpty() ? null : left));
            end = marks.end();
        }
        parts.add(new Part(text.substring(end), null, null));
        return List.copyOf(parts);
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
