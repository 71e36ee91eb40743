package dev.vestibule.preferences;

import dev.vestibule.account.DataExport;
import dev.vestibule.audit.AuditCursor;
import dev.vestibule.audit.AuditEventView;
import dev.vestibule.audit.AuditFilter;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Everything that is stored about a user, as a JSON download: the data of each module, then the audit events. */
@SignedInPage
class DataExportController {
    /** Events in one read. Between two reads no connection is held, however slow the client is. */
    private static final int BATCH = 1_000;

    private static final ObjectWriter JSON = JsonMapper.shared().writerWithDefaultPrettyPrinter();

    private final List<DataExport> parts;
    private final AuditTrail trail;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    DataExportController(List<DataExport> parts, AuditTrail trail, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.events = events;
        this.parts = parts;
        this.trail = trail;
        this.jdbc = jdbc;
    }

    @GetMapping("/preferences/data.json")
    void file(@AuthenticationPrincipal AccountPrincipal principal, HttpServletResponse response) throws IOException {
        UUID account = principal.id();
        Map<String, Object> told = new LinkedHashMap<>();
        parts.forEach(part -> told.put(part.name(), part.of(account, jdbc)));
        // The event is recorded before the first byte: a download that is interrupted has disclosed data too.
        events.publishEvent(AuditEvent.of(AuditEventType.DATA_EXPORTED, account));
        AuditTrail.Page page = trail.find(AuditFilter.of(account), null, BATCH);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"vestibule-data.json\"");
        JsonGenerator json = JSON.createGenerator(response.getOutputStream());
        json.writeStartObject();
        told.forEach(json::writePOJOProperty);
        json.writeArrayPropertyStart("events");
        write(page, account, json);
        json.writeEndArray();
        json.writeEndObject();
        // The file is not closed in a finally block: a file that a fault cut off must not look complete.
        json.close();
    }

    private void write(AuditTrail.Page first, UUID account, JsonGenerator json) {
        AuditTrail.Page page = first;
        while (true) {
            page.entries().forEach(entry -> json.writePOJO(AuditEventView.ofOwn(entry)));
            AuditCursor next = page.next();
            if (next == null) {
                return;
            }
            page = trail.find(AuditFilter.of(account), next, BATCH);
        }
    }
}
