package dev.vestibule.api;

import dev.vestibule.web.Problem;
import dev.vestibule.web.Problem.Code;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a query. One that is unknown, given twice or not what it should be is refused, never passed over. */
final class Query {
    static final String LIMIT = "limit";
    static final String CURSOR = "cursor";

    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Pattern YEAR = Pattern.compile("(19[7-9][0-9]|[2-9][0-9]{3})-.*");

    /** What may be told back of a name that somebody made up. */
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,40}");

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /** @param query as it was sent; null when there is none */
    static Query of(@Nullable String query, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String name = decode(parts[0]);
                if (!known.contains(name) || values.containsKey(name)) {
                    throw bad(name);
                }
                values.put(name, parts.length == 1 ? "" : decode(parts[1]));
            }
        }
        return new Query(values);
    }

    /** PostgreSQL has no text for NUL, and half a surrogate pair or bytes that are no UTF-8 are no text at all. */
    private static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf('\0') < 0 && decoded.indexOf('\ufffd') < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // As good as one that is no text.
        }
        throw bad("");
    }

    static Refusal bad(String name) {
        return new Refusal(
                NAME.matcher(name).matches() ? Problem.of(Code.INVALID_QUERY, name) : Problem.of(Code.INVALID_QUERY));
    }

    /** What a parameter says; null when it is not there. */
    <T> @Nullable T value(String name, Function<String, Optional<T>> parser) {
        String text = values.get(name);
        return text == null ? null : parser.apply(text).orElseThrow(() -> bad(name));
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    @Nullable
    Boolean flag(String name) {
        return value(name, text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    @Nullable
    UUID id(String name) {
        return value(name, Query::parseId);
    }

    /** An id as it is written; Java would take shorter ones as well. */
    static Optional<UUID> parseId(String text) {
        return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** A time by RFC 3339, with its offset. */
    @Nullable
    Instant time(String name) {
        return value(name, Query::instant);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return YEAR.matcher(text).matches()
                    ? Optional.of(OffsetDateTime.parse(text).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** How many there may be on the page. */
    int limit() {
        Integer limit = value(
                LIMIT,
                text -> Optional.of(text)
                        .filter(t -> NUMBER.matcher(t).matches())
                        .map(Integer::valueOf)
                        .filter(n -> n >= 1 && n <= LARGEST_PAGE));
        return limit == null ? USUAL_PAGE : limit;
    }

    /** Where the page before ended; null for the first one. */
    <T> @Nullable T cursor(Function<String, Optional<T>> parser) {
        return value(CURSOR, text -> readCursor(text).flatMap(parser));
    }

    /** Makes a cursor of a place in a list. To who gets it, it is a text without a meaning. */
    static String cursorAt(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> readCursor(String text) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            return Optional.of(place).filter(p -> cursorAt(p).equals(text) && p.indexOf('\0') < 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
