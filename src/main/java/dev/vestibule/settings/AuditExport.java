package dev.vestibule.settings;

import dev.vestibule.audit.AuditTrail;
import dev.vestibule.audit.Cursor;
import dev.vestibule.audit.Entry;
import dev.vestibule.audit.Filter;
import dev.vestibule.page.Cell;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import tools.jackson.databind.json.JsonMapper;

/** The audit trail as CSV (RFC 4180), codes and times in UTC, for other programs; sent as it is read. */
@SignedInPage
class AuditExport {
    /** Read at once; between two reads no connection is held, however slow the reader is. */
    private static final int BATCH = 1_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader(
                    "at",
                    "kind",
                    "outcome",
                    "reason",
                    "account_id",
                    "login",
                    "actor_kind",
                    "actor_id",
                    "address",
                    "browser",
                    "session",
                    "factor",
                    "details",
                    "tries",
                    "node")
            .get();

    private final AuditTrail trail;

    AuditExport(AuditTrail trail) {
        this.trail = trail;
    }

    @GetMapping("/settings/audit.csv")
    void export(
            @AuthenticationPrincipal Person person,
            @ModelAttribute("search") AuditSearch search,
            HttpServletResponse response)
            throws IOException {
        Filter filter = search.filter(person.timeZone());
        AuditTrail.Page page = trail.find(filter, null, BATCH);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"");
        CSVPrinter csv = new CSVPrinter(response.getWriter(), FORMAT);
        while (true) {
            for (Entry entry : page.entries()) {
                csv.printRecord(cells(entry));
            }
            csv.flush();
            Cursor next = page.next();
            if (next == null) {
                return;
            }
            page = trail.find(filter, next, BATCH);
        }
    }

    private static Stream<String> cells(Entry entry) {
        return Stream.of(
                        entry.at(),
                        entry.kind(),
                        entry.outcome(),
                        text(entry.reason()),
                        text(entry.account()),
                        text(entry.login()),
                        entry.actorKind(),
                        text(entry.actor()),
                        text(entry.address()),
                        text(entry.browser()),
                        text(entry.session()),
                        text(entry.factor()),
                        JSON.writeValueAsString(entry.details()),
                        entry.tries(),
                        text(entry.node()))
                .map(Object::toString)
                .map(Cell::write);
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
