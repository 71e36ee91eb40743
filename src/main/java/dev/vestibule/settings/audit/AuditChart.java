package dev.vestibule.settings.audit;

import dev.vestibule.audit.AuditTrail.Day;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Sign-ins and refusals of each day as bars.
 *
 * @param most the highest number of a day, whose bar has the full height
 */
record AuditChart(List<Bar> bars, long most, int width, int height) {
    private static final int DAYS = 30;
    private static final int DAY_WIDTH = 20;
    private static final int HEIGHT = 120;

    /** A day; lengths are in the image's own units. */
    public record Bar(LocalDate date, int x, long signIns, long signInsHeight, long refusals, long refusalsHeight) {}

    static LocalDate firstDay(LocalDate today) {
        return today.minusDays(DAYS - 1);
    }

    /** @param counted the days with any event */
    static AuditChart of(LocalDate today, List<Day> counted) {
        Map<LocalDate, Day> days = counted.stream().collect(Collectors.toMap(Day::date, Function.identity()));
        long most = counted.stream()
                .flatMapToLong(day -> LongStream.of(day.signIns(), day.refusals()))
                .max()
                .orElse(0);
        LocalDate first = firstDay(today);
        List<Bar> bars = LongStream.range(0, DAYS)
                .mapToObj(n -> bar(days.getOrDefault(first.plusDays(n), new Day(first.plusDays(n), 0, 0)), n, most))
                .toList();
        return new AuditChart(bars, most, DAYS * DAY_WIDTH, HEIGHT);
    }

    private static Bar bar(Day day, long position, long most) {
        return new Bar(
                day.date(),
                (int) position * DAY_WIDTH,
                day.signIns(),
                height(day.signIns(), most),
                day.refusals(),
                height(day.refusals(), most));
    }

    /** A number above zero is always visible. */
    private static long height(long count, long most) {
        return count == 0 ? 0 : Math.max(2, count * HEIGHT / most);
    }

    public boolean empty() {
        return most == 0;
    }
}
