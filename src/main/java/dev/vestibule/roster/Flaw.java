package dev.vestibule.roster;

import org.jspecify.annotations.Nullable;

/**
 * Why a line cannot be taken.
 *
 * @param line counted from 1, the header included
 * @param column null when it is the line as a whole
 * @param code of the text that says what is wrong
 * @param other another line that it has to do with; null when there is none
 */
public record Flaw(
        int line,
        @Nullable Column column,
        String code,
        @Nullable Integer other) {
    Flaw(int line, @Nullable Column column, String code) {
        this(line, column, code, null);
    }
}
