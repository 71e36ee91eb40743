package dev.vestibule.roster;

import dev.vestibule.page.Cell;
import dev.vestibule.roster.Findings.Flaw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file (RFC 4180) in UTF-8, as spreadsheets save it: with or without a byte order mark, its cells parted by commas,
 * semicolons or tabs, its columns in any order.
 */
final class RosterFile {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** A line has five; of more than this not even the number is of interest. */
    private static final int MOST_CELLS = 1_000;

    private final byte[] content;

    RosterFile(byte[] content) {
        this.content = content;
    }

    /**
     * Reads it line by line; of what is no line of such a file {@code flaws} is told.
     *
     * @param lines takes the number of each line, and its cells
     */
    void read(BiConsumer<Integer, Map<Column, String>> lines, Consumer<Flaw> flaws) {
        CharBuffer text = CharBuffer.allocate(content.length);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CoderResult decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
        if (decoded.isError()) {
            flaws.accept(new Flaw(1 + lineBreaks(bytes.position()), null, "roster.encoding"));
            return;
        }
        parse(text.flip().toString(), lines, flaws);
    }

    private int lineBreaks(int end) {
        int count = 0;
        for (int i = 0; i < end; i++) {
            count += content[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private static void parse(String text, BiConsumer<Integer, Map<Column, String>> lines, Consumer<Flaw> flaws) {
        String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        CSVFormat format = format(marked);
        int endless = endless(marked, format.getDelimiterString().charAt(0));
        if (endless > 0) {
            flaws.accept(new Flaw(endless, null, endless == 1 ? "roster.header" : "roster.cells"));
            return;
        }
        long begin = 0;
        try (CSVParser parser = CSVParser.parse(marked, format)) {
            Iterator<CSVRecord> records = parser.iterator();
            List<Column> columns = List.of();
            while (records.hasNext()) {
                CSVRecord cells = records.next();
                int line = (int) begin + 1;
                begin = parser.getCurrentLineNumber();
                if (columns.isEmpty()) {
                    columns = columns(cells);
                    if (columns.isEmpty()) {
                        flaws.accept(new Flaw(line, null, "roster.header"));
                        return;
                    }
                } else if (cells.size() == columns.size()) {
                    lines.accept(line, row(columns, cells));
                } else if (cells.size() > 1 || !cells.get(0).isBlank()) {
                    flaws.accept(new Flaw(line, null, "roster.cells"));
                }
            }
            if (columns.isEmpty()) {
                flaws.accept(new Flaw(1, null, "roster.header"));
            }
        } catch (UncheckedIOException | IOException e) {
            flaws.accept(new Flaw((int) begin + 1, null, "roster.quotes"));
        }
    }

    /** The first line with more cells than anybody writes, which would fill the memory; 0 when there is none. */
    private static int endless(String text, char delimiter) {
        int line = 1;
        int cells = 1;
        boolean quoted = false;
        // Where a quotation mark opens a cell, or a closed one again; elsewhere it is a letter like any other.
        boolean opens = true;
        for (int i = 0; i < text.length(); i++) {
            char here = text.charAt(i);
            if (here == '"') {
                boolean closes = quoted;
                quoted = !quoted && opens;
                opens = closes;
                continue;
            }
            boolean ends = here == '\n' || here == '\r';
            opens = !quoted && (ends || here == delimiter);
            if (ends) {
                line += here == '\n' || !text.startsWith("\n", i + 1) ? 1 : 0;
                cells = quoted ? cells : 1;
            } else if (opens && ++cells > MOST_CELLS) {
                return line;
            }
        }
        return 0;
    }

    /** Empty lines count, so that a line has the number that an editor shows. */
    private static CSVFormat format(String text) {
        String header = text.lines().findFirst().orElse("");
        char delimiter = header.indexOf(',') >= 0 || header.indexOf(';') < 0 && header.indexOf('\t') < 0
                ? ','
                : header.indexOf(';') >= 0 ? ';' : '\t';
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .get();
    }

    /** Which cell is what; empty when it is not each of the columns once. */
    private static List<Column> columns(CSVRecord header) {
        List<Column> columns = header.stream()
                .map(name -> Column.ofCode(name.strip().toLowerCase(Locale.ROOT)))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        int all = Column.values().length;
        return columns.size() == all && header.size() == all ? columns : List.of();
    }

    private static Map<Column, String> row(List<Column> columns, CSVRecord cells) {
        Map<Column, String> row = new EnumMap<>(Column.class);
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), Cell.read(cells.get(i).strip()));
        }
        return row;
    }
}
