package dev.vestibule.api;

import dev.vestibule.account.Role;
import dev.vestibule.audit.AuditAddress;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditOutcome;
import java.beans.PropertyEditorSupport;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Converts ids and parameters of the query strictly: Spring's own converters trim, guess, and take empty text for none.
 */
@ControllerAdvice(basePackageClasses = QueryBinding.class)
class QueryBinding {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Pattern YEAR = Pattern.compile("(19[7-9][0-9]|[2-9][0-9]{3})-.*");

    @InitBinder
    void convertStrictly(WebDataBinder binder) {
        convert(
                binder,
                Integer.class,
                text -> Optional.of(text)
                        .filter(t -> NUMBER.matcher(t).matches())
                        .map(Integer::valueOf));
        convert(
                binder,
                Boolean.class,
                text -> Optional.of(text)
                        .filter(t -> t.equals("true") || t.equals("false"))
                        .map(Boolean::valueOf));
        convert(binder, UUID.class, QueryBinding::id);
        convert(binder, Instant.class, QueryBinding::time);
        convert(binder, PageCursor.class, PageCursor::parse);
        convert(
                binder,
                Role.class,
                text -> Arrays.stream(Role.values())
                        .filter(role -> role.name().equals(text))
                        .findFirst());
        convert(binder, AuditEventType.class, AuditEventType::ofCode);
        convert(binder, AuditOutcome.class, AuditOutcome::ofCode);
        convert(binder, AuditAddress.class, AuditAddress::parse);
    }

    private static <T> void convert(WebDataBinder binder, Class<T> type, Function<String, Optional<T>> parser) {
        binder.registerCustomEditor(type, new PropertyEditorSupport() {
            @Override
            public void setAsText(String text) {
                setValue(parser.apply(text).orElseThrow(IllegalArgumentException::new));
            }
        });
    }

    /** Parses an id in its full form; Java would accept shorter ones too. */
    static Optional<UUID> id(String text) {
        return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** A time with its offset (RFC 3339). */
    private static Optional<Instant> time(String text) {
        try {
            return YEAR.matcher(text).matches()
                    ? Optional.of(OffsetDateTime.parse(text).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
