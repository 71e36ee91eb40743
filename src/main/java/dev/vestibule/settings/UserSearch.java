package dev.vestibule.settings;

import dev.vestibule.settings.UserList.State;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Which users are wanted, as the address of the list and of its export says it; null says nothing. */
record UserSearch(
        @Nullable String q,
        @Nullable String state,
        @Nullable String after) {
    String prefix() {
        return text(q).strip();
    }

    String start() {
        return text(after);
    }

    @Nullable
    State narrowing() {
        return state == null || state.isEmpty()
                ? null
                : State.ofCode(state).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    }

    private static String text(@Nullable String typed) {
        if (typed == null) {
            return "";
        }
        // PostgreSQL has no text for these.
        if (typed.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return typed;
    }
}
