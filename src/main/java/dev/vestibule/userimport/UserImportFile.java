package dev.vestibule.userimport;

import dev.vestibule.userimport.ImportReport.Flaw;
import dev.vestibule.web.CsvCell;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file (RFC 4180) in UTF-8, as spreadsheets save it: with or without a byte order mark, its cells separated by
 * commas, semicolons, tabs or the separator of a first line {@code sep=}, its columns in any order. Lines of empty
 * cells, empty cells at the end of a line and empty columns at the end of the header are skipped; missing cells are
 * empty.
 */
final class UserImportFile {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** A valid line has five cells; lines with more than this are not even counted exactly. */
    private static final int MOST_CELLS = 1_000;

    /** The line in which Excel names the separator. */
    private static final Pattern SEPARATOR =
            Pattern.compile("\\A\"?sep=([^\"\\r\\n])\"?[ ,;\\t]*(?=[\\r\\n]|\\z)", Pattern.CASE_INSENSITIVE);

    private final byte[] content;

    UserImportFile(byte[] content) {
        this.content = content;
    }

    /**
     * Reads the file line by line and reports malformed lines to {@code flaws}.
     *
     * @param lines takes the number of each line, and its cells
     */
    void read(BiConsumer<Integer, Map<UserImportColumn, String>> lines, Consumer<Flaw> flaws) {
        if (isUtf16()) {
            flaws.accept(new Flaw(1, null, "import.flaw.utf16"));
            return;
        }
        CharBuffer text = CharBuffer.allocate(content.length);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CoderResult decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
        if (decoded.isError()) {
            flaws.accept(new Flaw(1 + lineBreaks(bytes.position()), null, "import.flaw.encoding"));
            return;
        }
        parse(text.flip().toString(), lines, flaws);
    }

    /** Detects UTF-16 by its byte order mark, or by the zero byte of its first letter. */
    private boolean isUtf16() {
        if (content.length < 2) {
            return false;
        }
        int first = content[0] & 0xff;
        int second = content[1] & 0xff;
        return first == 0 || second == 0 || first == 0xff && second == 0xfe || first == 0xfe && second == 0xff;
    }

    private int lineBreaks(int end) {
        int count = 0;
        for (int i = 0; i < end; i++) {
            count += content[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private static void parse(
            String text, BiConsumer<Integer, Map<UserImportColumn, String>> lines, Consumer<Flaw> flaws) {
        String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        Matcher separator = SEPARATOR.matcher(marked);
        boolean named = separator.find();
        char delimiter = named ? separator.group(1).charAt(0) : delimiter(marked);
        CSVFormat format = format(delimiter);
        int endless = endless(marked, delimiter);
        if (endless > 0) {
            flaws.accept(new Flaw(endless, null, endless == 1 ? "import.flaw.header" : "import.flaw.cells"));
            return;
        }
        long begin = 0;
        try (CSVParser parser = CSVParser.parse(marked, format)) {
            Iterator<CSVRecord> records = parser.iterator();
            List<UserImportColumn> columns = List.of();
            if (named && records.hasNext()) {
                records.next();
                begin = parser.getCurrentLineNumber();
            }
            while (records.hasNext()) {
                CSVRecord cells = records.next();
                int line = (int) begin + 1;
                begin = parser.getCurrentLineNumber();
                int filled = filled(cells);
                if (filled == 0) {
                    continue;
                }
                if (columns.isEmpty()) {
                    columns = columns(cells, filled);
                    if (columns.isEmpty()) {
                        flaws.accept(new Flaw(line, null, "import.flaw.header"));
                        return;
                    }
                } else if (filled <= columns.size()) {
                    lines.accept(line, row(columns, cells));
                } else {
                    flaws.accept(new Flaw(line, null, "import.flaw.cells"));
                }
            }
            if (columns.isEmpty()) {
                flaws.accept(new Flaw(1, null, "import.flaw.header"));
            }
        } catch (UncheckedIOException | IOException e) {
            flaws.accept(new Flaw((int) begin + 1, null, "import.flaw.quotes"));
        }
    }

    /** The first line with more cells than any valid file has, which would fill the memory; 0 when there is none. */
    private static int endless(String text, char delimiter) {
        int line = 1;
        int cells = 1;
        boolean quoted = false;
        // A quotation mark at the start of a cell opens it, and one after a closed cell reopens it; elsewhere it is a
        // letter.
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

    /** The number of cells without the empty ones at the end. */
    private static int filled(CSVRecord cells) {
        int filled = cells.size();
        while (filled > 0 && cells.get(filled - 1).isBlank()) {
            filled--;
        }
        return filled;
    }

    /** The separator of the header, which is the first line that is not blank. */
    private static char delimiter(String text) {
        String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        boolean comma = header.indexOf(',') >= 0 || header.indexOf(';') < 0 && header.indexOf('\t') < 0;
        return comma ? ',' : header.indexOf(';') >= 0 ? ';' : '\t';
    }

    /** Empty lines count, so that line numbers equal those of an editor. */
    private static CSVFormat format(char delimiter) {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .get();
    }

    /** The index of each column; empty unless each column occurs exactly once. */
    private static List<UserImportColumn> columns(CSVRecord header, int filled) {
        List<UserImportColumn> columns = header.stream()
                .limit(filled)
                .map(name -> UserImportColumn.ofCode(name.strip().toLowerCase(Locale.ROOT)))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        int all = UserImportColumn.values().length;
        return columns.size() == all && filled == all ? columns : List.of();
    }

    private static Map<UserImportColumn, String> row(List<UserImportColumn> columns, CSVRecord cells) {
        Map<UserImportColumn, String> row = new EnumMap<>(UserImportColumn.class);
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), i < cells.size() ? CsvCell.read(cells.get(i).strip()) : "");
        }
        return row;
    }
}
