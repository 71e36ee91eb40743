package dev.vestibule.userimport;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a file says of each account, in the order in which it is written. */
public enum UserImportColumn {
    LOGIN,
    NAME,
    EMAIL,
    COMPANY,
    ROLE;

    /** As the header spells it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<UserImportColumn> ofCode(String code) {
        return Arrays.stream(values())
                .filter(column -> column.code().equals(code))
                .findFirst();
    }

    /** The names of all, for a header. */
    public static String[] header() {
        return Arrays.stream(values()).map(UserImportColumn::code).toArray(String[]::new);
    }
}
