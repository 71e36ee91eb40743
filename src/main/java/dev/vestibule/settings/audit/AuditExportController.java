package dev.vestibule.settings.audit;

import dev.vestibule.audit.AuditCursor;
import dev.vestibule.audit.AuditEntry;
import dev.vestibule.audit.AuditFilter;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.settings.CsvDownload;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import tools.jackson.databind.json.JsonMapper;

/** The audit log as CSV (RFC 4180), streamed, with codes and times in UTC, for other programs. */
@SignedInPage
class AuditExportController {
    /** Events in one read; between two reads no connection is held, however slow the client is. */
    private static final int BATCH = 1_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String[] HEADER = {
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
        "node"
    };

    private final AuditTrail trail;
    private final ApplicationEventPublisher events;

    AuditExportController(AuditTrail trail, ApplicationEventPublisher events) {
        this.trail = trail;
        this.events = events;
    }

    @GetMapping("/settings/audit.csv")
    void export(
            @AuthenticationPrincipal AccountPrincipal principal,
            @ModelAttribute("search") AuditSearch search,
            HttpServletResponse response)
            throws IOException {
        AuditFilter filter = search.filter(principal.timeZone());
        AuditTrail.Page page = trail.find(filter, null, BATCH);
        // The event is recorded before the first byte: a download that is interrupted has disclosed data too.
        events.publishEvent(AuditEvent.of(AuditEventType.AUDIT_EXPORTED));
        CsvDownload csv = new CsvDownload(response, "audit.csv", HEADER);
        while (true) {
            for (AuditEntry entry : page.entries()) {
                csv.line(cells(entry));
            }
            csv.flush();
            AuditCursor next = page.next();
            if (next == null) {
                return;
            }
            page = trail.find(filter, next, BATCH);
        }
    }

    private static @Nullable Object[] cells(AuditEntry entry) {
        return new @Nullable Object[] {
            entry.at(),
            entry.kind(),
            entry.outcome(),
            entry.reason(),
            entry.account(),
            entry.login(),
            entry.actorKind(),
            entry.actor(),
            entry.address(),
            entry.browser(),
            entry.session(),
            entry.factor(),
            JSON.writeValueAsString(entry.details()),
            entry.tries(),
            entry.node()
        };
    }
}
