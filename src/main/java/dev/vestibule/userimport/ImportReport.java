package dev.vestibule.userimport;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What reading a file came to. */
public final class ImportReport {
    /** More than anybody mends in one go; of the others only the lines are told. */
    static final int TOLD = 200;

    /** Of lines one after the other. */
    private static final int RANGES_TOLD = 500;

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
        if (told.size() < TOLD) {
            told.add(flaw);
        } else {
            others.set(flaw.line());
        }
    }

    void count(boolean administrator) {
        accounts++;
        administrators += administrator ? 1 : 0;
    }

    /** Whether there is nothing wrong, and something to make. */
    public boolean isSound() {
        return told.isEmpty();
    }

    /** How many accounts there are in it, those with a flaw not counted. */
    public int accounts() {
        return accounts;
    }

    public int administrators() {
        return administrators;
    }

    /** What is wrong, by line; the first of it when there is very much. */
    public List<Flaw> flaws() {
        // What the database says of a line comes after what the next ones say of themselves.
        return told.stream().sorted(Comparator.comparingInt(Flaw::line)).toList();
    }

    /** The further lines with something wrong: {@code 201–350, 412, …}; empty when all is told. */
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
