package dev.vestibule.settings.audit;

import dev.vestibule.audit.AuditAddress;
import dev.vestibule.audit.AuditFilter;
import dev.vestibule.event.AuditEventType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The search of the audit log, as typed; an empty field does not restrict the result.
 *
 * @param account a username or an id
 * @param kind its code
 * @param address an address, or a network such as {@code 203.0.113.0/24}
 * @param from the first day, in the administrator's zone
 * @param to the last day
 */
record AuditSearch(
        @Nullable String account,
        @Nullable String kind,
        @Nullable String address,
        @Nullable String from,
        @Nullable String to) {
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Pattern DAY = Pattern.compile("(19[7-9][0-9]|[2-9][0-9]{3})-[0-9]{2}-[0-9]{2}");

    /** @throws ResponseStatusException with 400 when a field is invalid */
    AuditFilter filter(ZoneId zone) {
        String who = typed(account);
        boolean isId = who != null && ID.matcher(who).matches();
        LocalDate first = parsed(from, AuditSearch::day);
        LocalDate last = parsed(to, AuditSearch::day);
        return new AuditFilter(
                isId ? UUID.fromString(who) : null,
                isId ? null : who,
                parsed(kind, code -> AuditEventType.ofCode(code).orElseThrow(AuditSearch::unclear)),
                null,
                parsed(address, text -> AuditAddress.parse(text).orElseThrow(AuditSearch::unclear)),
                first == null ? null : start(first, zone),
                last == null ? null : start(last.plusDays(1), zone));
    }

    static ResponseStatusException unclear() {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static LocalDate day(String text) {
        if (!DAY.matcher(text).matches()) {
            throw unclear();
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw unclear();
        }
    }

    private static <T> @Nullable T parsed(@Nullable String text, Function<String, T> parser) {
        String typed = typed(text);
        return typed == null ? null : parser.apply(typed);
    }

    private static @Nullable String typed(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
