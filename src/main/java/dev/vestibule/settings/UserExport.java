package dev.vestibule.settings;

import dev.vestibule.page.Cell;
import dev.vestibule.person.SignedInPage;
import dev.vestibule.roster.Column;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The list of users as CSV (RFC 4180), as {@link UserImport} takes it; sent as it is read. */
@SignedInPage
class UserExport {
    /** Read at once, by an index; between two reads no connection is held, however slow the reader is. */
    private static final int BATCH = 250;

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader(Column.header()).get();

    private final UserList users;

    UserExport(UserList users) {
        this.users = users;
    }

    @GetMapping("/settings/users.csv")
    void export(@ModelAttribute UserSearch search, HttpServletResponse response) throws IOException {
        UserList.Page page = users.find(search.prefix(), search.narrowing(), search.start(), BATCH);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"users.csv\"");
        CSVPrinter csv = new CSVPrinter(response.getWriter(), FORMAT);
        while (true) {
            for (UserList.Row row : page.rows()) {
                csv.printRecord(cells(row));
            }
            csv.flush();
            String next = page.next();
            if (next == null) {
                return;
            }
            page = users.find(search.prefix(), search.narrowing(), next, BATCH);
        }
    }

    private static Stream<String> cells(UserList.Row row) {
        return Stream.of(
                        row.login(),
                        row.name(),
                        Objects.toString(row.email(), ""),
                        row.company(),
                        row.role().name())
                .map(Cell::write);
    }
}
