package dev.vestibule.preferences;

import dev.vestibule.account.OwnData;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.audit.Cursor;
import dev.vestibule.audit.EventView;
import dev.vestibule.audit.Filter;
import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
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

/** Everything that is kept about a person, as JSON to take along: what each room tells, then what happened. */
@SignedInPage
class DataFile {
    /** Events read at once; between two reads no connection is held, however slow the reader is. */
    private static final int BATCH = 1_000;

    private static final ObjectWriter JSON = JsonMapper.shared().writerWithDefaultPrettyPrinter();

    private final List<OwnData> parts;
    private final AuditTrail trail;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    DataFile(List<OwnData> parts, AuditTrail trail, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.events = events;
        this.parts = parts;
        this.trail = trail;
        this.jdbc = jdbc;
    }

    @GetMapping("/preferences/data.json")
    void file(@AuthenticationPrincipal Person person, HttpServletResponse response) throws IOException {
        UUID account = person.id();
        Map<String, Object> told = new LinkedHashMap<>();
        parts.forEach(part -> told.put(part.name(), part.of(account, jdbc)));
        // Before the first byte: a download that is broken off has told something too.
        events.publishEvent(Event.of(Kind.DATA_EXPORTED, account));
        AuditTrail.Page page = trail.find(Filter.of(account), null, BATCH);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"vestibule-data.json\"");
        JsonGenerator json = JSON.createGenerator(response.getOutputStream());
        json.writeStartObject();
        told.forEach(json::writePOJOProperty);
        json.writeArrayPropertyStart("events");
        write(page, account, json);
        json.writeEndArray();
        json.writeEndObject();
        // Not in any case: what a fault cut off must not look whole.
        json.close();
    }

    private void write(AuditTrail.Page first, UUID account, JsonGenerator json) {
        AuditTrail.Page page = first;
        while (true) {
            page.entries().forEach(entry -> json.writePOJO(EventView.ofOwn(entry)));
            Cursor next = page.next();
            if (next == null) {
                return;
            }
            page = trail.find(Filter.of(account), next, BATCH);
        }
    }
}
