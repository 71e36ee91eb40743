package dev.vestibule.platform;

import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A unique constraint or unique index of the schema, told apart by its name from every other rule that a statement may
 * violate: only this one means that a value is taken, anything else is a fault.
 *
 * <p>The name is looked for in PostgreSQL's message. It stands there in whatever language the server speaks, while the
 * separate field for it is not read: the driver drops that field together with the detail, which quotes the row.
 *
 * @param name as in the migrations
 */
public record UniqueConstraint(String name) {
    /** {@code unique_violation} (PostgreSQL documentation, appendix A). */
    private static final String UNIQUE_VIOLATION = "23505";

    private static final int DEEPEST_CAUSE = 50;

    /** Whether this constraint is what the failed statement violated. */
    public boolean isViolatedBy(Throwable failure) {
        Pattern whole = Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])");
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(cause -> cause instanceof SQLException sql
                        && UNIQUE_VIOLATION.equals(sql.getSQLState())
                        && whole.matcher(Objects.toString(sql.getMessage(), "")).find());
    }
}
