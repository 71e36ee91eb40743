package dev.vestibule.settings.user;

import dev.vestibule.account.AccountOrder;
import dev.vestibule.account.AccountOrder.Column;
import dev.vestibule.account.AccountOrder.Cursor;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The order of the user list as its query has it: {@code name}, or {@code -name} for descending. */
record UserSort(Column column, boolean descending) {
    static final UserSort BY_LOGIN = new UserSort(Column.LOGIN, false);

    /**
     * Parses an order; by username when the code is empty.
     *
     * @throws ResponseStatusException 400 for any other code
     */
    static UserSort of(@Nullable String code) {
        if (code == null || code.isEmpty()) {
            return BY_LOGIN;
        }
        boolean descending = code.startsWith("-");
        String name = descending ? code.substring(1) : code;
        return Arrays.stream(Column.values())
                .filter(column -> code(column).equals(name))
                .map(column -> new UserSort(column, descending))
                .findFirst()
                .orElseThrow(UserSort::unclear);
    }

    String code() {
        return (descending ? "-" : "") + code(column);
    }

    private static String code(Column column) {
        return column.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The order that a click on a column's heading selects; for the present column, the reverse. */
    public String onClick(String heading) {
        boolean present = code(column).equals(heading);
        // Recent sign-ins are sought more often than old ones.
        boolean down = present ? !descending : heading.equals(code(Column.LAST_SIGN_IN));
        return (down ? "-" : "") + heading;
    }

    /** The value of {@code aria-sort} for the heading of a column; null where the list is in another order. */
    public @Nullable String aria(String heading) {
        if (!code(column).equals(heading)) {
            return null;
        }
        return descending ? "descending" : "ascending";
    }

    /**
     * The order in which a page is read.
     *
     * @param cursor as {@link #cursor} wrote it; empty for the beginning of the list
     * @param backward whether the page before the cursor is requested
     * @throws ResponseStatusException 400 for a cursor of another order
     */
    AccountOrder from(String cursor, boolean backward) {
        return new AccountOrder(column, descending != backward, cursor.isEmpty() ? null : parse(cursor));
    }

    private Cursor parse(String cursor) {
        if (column == Column.LOGIN) {
            return new Cursor(cursor, cursor);
        }
        // A username has no colon.
        int colon = cursor.lastIndexOf(':');
        if (colon < 0) {
            throw unclear();
        }
        String key = cursor.substring(0, colon);
        if (column == Column.LAST_SIGN_IN && !key.equals(Column.NEVER)) {
            requireTime(key);
        }
        return new Cursor(key, cursor.substring(colon + 1));
    }

    private static void requireTime(String key) {
        try {
            // In the application's format, which the database parses as well.
            if (!key.matches("[0-9]{4}-[0-9T:.-]{15,22}Z")
                    || !Instant.parse(key).toString().equals(key)) {
                throw unclear();
            }
        } catch (DateTimeParseException e) {
            throw unclear();
        }
    }

    /** The position of a row in the list. */
    String cursor(UserList.Row row) {
        return switch (column) {
            case LOGIN -> row.login();
            case NAME -> row.name() + ":" + row.login();
            case COMPANY -> row.company() + ":" + row.login();
            case LAST_SIGN_IN ->
                (row.lastSignedInAt() == null
                                ? Column.NEVER
                                : row.lastSignedInAt().toString()) + ":" + row.login();
        };
    }

    private static ResponseStatusException unclear() {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
}
