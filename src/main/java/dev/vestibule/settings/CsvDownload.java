package dev.vestibule.settings;

import dev.vestibule.web.CsvCell;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** A CSV file (RFC 4180) that is streamed; cells cannot act as formulas in a spreadsheet. */
public final class CsvDownload {
    private final CSVPrinter csv;

    /** Starts the download: from here on the answer is a file. */
    public CsvDownload(HttpServletResponse response, String name, String... header) throws IOException {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        // Without the byte order mark, spreadsheets read UTF-8 in their own system's encoding.
        response.getWriter().write('\ufeff');
        csv = new CSVPrinter(
                response.getWriter(),
                CSVFormat.RFC4180.builder().setHeader(header).get());
    }

    /** Writes a line; null is an empty cell. */
    public void line(@Nullable Object... cells) throws IOException {
        for (Object cell : cells) {
            csv.print(CsvCell.write(Objects.toString(cell, "")));
        }
        csv.println();
    }

    /** Flushes the lines written so far. */
    public void flush() throws IOException {
        csv.flush();
    }
}
