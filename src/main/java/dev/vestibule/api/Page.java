package dev.vestibule.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** @param next the cursor of the next page; null on the last one */
record Page<T>(List<T> items, @Nullable String next) {
    /**
     * @param found one item more than the limit, if there is one
     * @param place the cursor text of an item, after which the next page begins
     */
    static <T> Page<T> of(List<T> found, int limit, Function<T, String> place) {
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), new PageCursor(place.apply(found.get(limit - 1))).text());
    }
}
