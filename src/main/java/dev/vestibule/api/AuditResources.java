package dev.vestibule.api;

import dev.vestibule.audit.AuditAddress;
import dev.vestibule.audit.AuditCursor;
import dev.vestibule.audit.AuditEntry;
import dev.vestibule.audit.AuditEventView;
import dev.vestibule.audit.AuditFilter;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditOutcome;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What happened, the newest first. */
@RestController
class AuditResources {
    private final AuditTrail trail;

    AuditResources(AuditTrail trail) {
        this.trail = trail;
    }

    @GetMapping(path = "/api/v1/audit-events", produces = MediaType.APPLICATION_JSON_VALUE)
    @Takes({Query.LIMIT, Query.CURSOR, "account_id", "kind", "outcome", "address", "from", "to"})
    Page<AuditEventView> list(Query query) {
        AuditFilter filter = new AuditFilter(
                query.id("account_id"),
                null,
                query.value("kind", AuditEventType::ofCode),
                query.value("outcome", AuditOutcome::ofCode),
                query.value("address", AuditAddress::parse),
                query.time("from"),
                query.time("to"));
        return page(filter, query, AuditEventView::of);
    }

    Page<AuditEventView> own(UUID account, Query query) {
        return page(AuditFilter.of(account), query, AuditEventView::ofOwn);
    }

    private Page<AuditEventView> page(AuditFilter filter, Query query, Function<AuditEntry, AuditEventView> view) {
        AuditTrail.Page page = trail.find(filter, query.cursor(AuditCursor::parse), query.limit());
        AuditCursor next = page.next();
        return new Page<>(
                page.entries().stream().map(view).toList(), next == null ? null : Query.cursorAt(next.text()));
    }
}
