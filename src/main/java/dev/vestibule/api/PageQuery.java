package dev.vestibule.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which page of a list is wanted. @param cursor null for the first page */
record PageQuery(@Min(1) @Max(200) Integer limit, @Nullable PageCursor cursor) {
    private static final int USUAL_LIMIT = 50;

    PageQuery(@Nullable Integer limit, @Nullable PageCursor cursor) {
        this.limit = Objects.requireNonNullElse(limit, USUAL_LIMIT);
        this.cursor = cursor;
    }

    /** The last item of the page before; empty for the first page. */
    String after() {
        return cursor == null ? "" : cursor.place();
    }
}
