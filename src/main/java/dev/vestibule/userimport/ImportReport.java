package dev.vestibule.userimport;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The result of reading a file. */
public final class ImportReport {
    /** More flaws than an administrator fixes in one pass; beyond this the report has only the lines' numbers. */
    static final int TOLD = 200;

    /** A range of consecutive lines. */
    private static final int RANGES_TOLD = 500;

    /**
     * Why a line is rejected.
     *
     * @param line counted from 1, the header included
     * @param column null when the flaw concerns the whole line
     * @param code of the text that describes the flaw
     * @param other another line that the flaw refers to; null without one
     */
    public record Flaw(
            int line,
            @Nullable UserImportColumn column,
            String code,
            @Nullable Integer other) {
        Flaw(int line, @Nullable UserImportColumn column, String code) {
            this(line, column, code, null);
        }
    }

    private final List<Flaw> told = new ArrayList<>();
    private final BitSet others = new BitSet();
    private int accounts;
    private int administrators;

    void add(Flaw flaw) {
        if (isFull()) {
            others.set(flaw.line());
        } else {
            told.add(flaw);
        }
    }

    /** Whether of further lines with flaws only the numbers are reported. */
    boolean isFull() {
        return told.size() >= TOLD;
    }

    void count(boolean administrator) {
        accounts++;
        administrators += administrator ? 1 : 0;
    }

    /** Whether the file has no flaw and at least one account. */
    public boolean isSound() {
        return told.isEmpty();
    }

    /** The number of accounts in the file without a flaw. */
    public int accounts() {
        return accounts;
    }

    public int administrators() {
        return administrators;
    }

    /** The flaws by line, up to the maximum. */
    public List<Flaw> flaws() {
        // The flaws that the database finds in a line are added after those of the following lines.
        return told.stream().sorted(Comparator.comparingInt(Flaw::line)).toList();
    }

    /** The further lines with flaws: {@code 201–350, 412, …}; empty when the report has all flaws. */
    public String otherLines() {
        StringJoiner lines = new StringJoiner(", ");
        int told = 0;
        for (int first = others.nextSetBit(0); first >= 0; ) {
            if (told++ == RANGES_TOLD) {
                lines.add("…");
                break;
            }
            int end = others.nextClearBit(first);
            lines.add(end == first + 1 ? Integer.toString(first) : first + "–" + (end - 1));
            first = others.nextSetBit(end);
        }
        return lines.toString();
    }
}
