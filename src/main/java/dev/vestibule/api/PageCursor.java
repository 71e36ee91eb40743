package dev.vestibule.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The place in a list at which a page begins; callers see it as a text without a meaning. */
record PageCursor(String place) {
    static Optional<PageCursor> parse(String text) {
        try {
            var cursor = new PageCursor(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            return Optional.of(cursor)
                    .filter(c -> c.text().equals(text) && c.place().indexOf('\0') < 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }
}
