package dev.vestibule.settings.user;

import dev.vestibule.settings.user.UserList.State;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The users that are wanted and their order, as the address of the list and of its export says it; null says nothing. */
record UserSearch(
        @Nullable String q,
        @Nullable String state,
        @Nullable String sort,
        @Nullable String after,
        @Nullable String before) {
    /** @throws ResponseStatusException 400 when a part of it is not valid */
    void check() {
        prefix();
        narrowing();
        order().from(cursor(), backward());
    }

    String prefix() {
        return text(q).strip();
    }

    UserSort order() {
        return UserSort.of(sort);
    }

    /** The account next to the page, as {@link UserSort#cursor} wrote it; empty for the first page. */
    String cursor() {
        String following = text(after);
        String preceding = text(before);
        if (!following.isEmpty() && !preceding.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return following + preceding;
    }

    /** Whether the page before the cursor is wanted, and not the one after it. */
    boolean backward() {
        return !text(before).isEmpty();
    }

    /** The fields that say something, by name. */
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("q", text(q));
        fields.put("state", text(state));
        fields.put("sort", text(sort));
        fields.put("after", text(after));
        fields.put("before", text(before));
        fields.values().removeIf(String::isEmpty);
        return fields;
    }

    /** The page by login that follows this one, of the export. */
    UserSearch after(String login) {
        return new UserSearch(q, state, null, login, null);
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
