package dev.vestibule.settings.user;

import dev.vestibule.settings.user.UserList.State;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The search and order of the user list and of its export, as their query has it; null for an absent field. */
record UserSearch(
        @Nullable String q,
        @Nullable String state,
        @Nullable String sort,
        @Nullable String after,
        @Nullable String before) {
    /** @throws ResponseStatusException 400 when a field is invalid */
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

    /** The account beside the page, as {@link UserSort#cursor} wrote it; empty for the first page. */
    String cursor() {
        String following = text(after);
        String preceding = text(before);
        if (!following.isEmpty() && !preceding.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return following + preceding;
    }

    /** Whether the page before the cursor is requested instead of the one after it. */
    boolean backward() {
        return !text(before).isEmpty();
    }

    /** The fields that are not empty, by name. */
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

    /** The next page of the export, by username. */
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
        // PostgreSQL cannot store these characters.
        if (typed.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return typed;
    }
}
