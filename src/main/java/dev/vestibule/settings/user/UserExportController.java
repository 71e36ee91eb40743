package dev.vestibule.settings.user;

import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.settings.CsvDownload;
import dev.vestibule.userimport.UserImportColumn;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The list of users as CSV (RFC 4180), streamed, in the format that {@link UserImportController} reads. */
@SignedInPage
class UserExportController {
    /** Users in one read, by an index; between two reads no connection is held, however slow the client is. */
    private static final int BATCH = 250;

    private final UserList users;
    private final ApplicationEventPublisher events;

    UserExportController(UserList users, ApplicationEventPublisher events) {
        this.users = users;
        this.events = events;
    }

    @GetMapping("/settings/users.csv")
    void export(@ModelAttribute UserSearch search, HttpServletResponse response) throws IOException {
        UserSearch from = search.after(search.cursor());
        UserList.Page page = users.find(from, BATCH);
        // The event is recorded before the first byte: a download that is interrupted has disclosed data too.
        events.publishEvent(AuditEvent.of(AuditEventType.USERS_EXPORTED));
        CsvDownload csv = new CsvDownload(response, "users.csv", UserImportColumn.header());
        while (true) {
            for (UserList.Row row : page.rows()) {
                csv.line(row.login(), row.name(), row.email(), row.company(), row.role());
            }
            csv.flush();
            String next = page.next();
            if (next == null) {
                return;
            }
            page = users.find(from.after(next), BATCH);
        }
    }
}
