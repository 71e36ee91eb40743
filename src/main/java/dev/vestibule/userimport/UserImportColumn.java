package dev.vestibule.userimport;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The columns of an import file, in the order in which the export writes them. */
public enum UserImportColumn {
    LOGIN,
    NAME,
    EMAIL,
    COMPANY,
    ROLE;

    /** The name in the header. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<UserImportColumn> ofCode(String code) {
        return Arrays.stream(values())
                .filter(column -> column.code().equals(code))
                .findFirst();
    }

    /** All names, for a header. */
    public static String[] header() {
        return Arrays.stream(values()).map(UserImportColumn::code).toArray(String[]::new);
    }
}
