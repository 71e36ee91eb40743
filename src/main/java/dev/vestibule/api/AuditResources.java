package dev.vestibule.api;

import dev.vestibule.audit.Address;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.audit.Cursor;
import dev.vestibule.audit.Entry;
import dev.vestibule.audit.EventView;
import dev.vestibule.audit.Filter;
import dev.vestibule.event.Kind;
import dev.vestibule.event.Outcome;
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
    Page<EventView> list(Query query) {
        Filter filter = new Filter(
                query.id("account_id"),
                null,
                query.value("kind", Kind::ofCode),
                query.value("outcome", Outcome::ofCode),
                query.value("address", Address::parse),
                query.time("from"),
                query.time("to"));
        return page(filter, query, EventView::of);
    }

    Page<EventView> own(UUID account, Query query) {
        return page(Filter.of(account), query, EventView::ofOwn);
    }

    private Page<EventView> page(Filter filter, Query query, Function<Entry, EventView> view) {
        AuditTrail.Page page = trail.find(filter, query.cursor(Cursor::parse), query.limit());
        Cursor next = page.next();
        return new Page<>(
                page.entries().stream().map(view).toList(), next == null ? null : Query.cursorAt(next.text()));
    }
}
