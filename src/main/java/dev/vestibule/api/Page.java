package dev.vestibule.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** @param next the cursor of the page after this one; null on the last */
record Page<T>(List<T> items, @Nullable String next) {
    /**
     * @param found one more than fits, if there is one
     * @param place what the next page comes after
     */
    static <T> Page<T> of(List<T> found, int limit, Function<T, String> place) {
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), Query.cursorAt(place.apply(found.get(limit - 1))));
    }
}
