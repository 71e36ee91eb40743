package dev.vestibule.api;

import dev.vestibule.audit.AuditAddress;
import dev.vestibule.audit.AuditCursor;
import dev.vestibule.audit.AuditEntry;
import dev.vestibule.audit.AuditEventView;
import dev.vestibule.audit.AuditFilter;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditOutcome;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RestController;

/** Audit events, the newest first: all of them for administrators, their own for users. */
@RestController
class AuditEventApiController {
    private final AuditTrail trail;

    AuditEventApiController(AuditTrail trail) {
        this.trail = trail;
    }

    record EventQuery(
            @Nullable UUID account_id,
            @Nullable AuditEventType kind,
            @Nullable AuditOutcome outcome,
            @Nullable AuditAddress address,
            @Nullable Instant from,
            @Nullable Instant to) {}

    @GetMapping(path = "/api/v1/audit-events", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<AuditEventView> list(@Valid @ModelAttribute PageQuery page, @ModelAttribute EventQuery query) {
        var filter = new AuditFilter(
                query.account_id(), null, query.kind(), query.outcome(), query.address(), query.from(), query.to());
        return find(filter, page, AuditEventView::of);
    }

    @GetMapping(path = "/api/v1/me/audit-events", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<AuditEventView> own(ApiAuthentication caller, @Valid @ModelAttribute PageQuery page) {
        return find(AuditFilter.of(caller.principal().id()), page, AuditEventView::ofOwn);
    }

    private Page<AuditEventView> find(AuditFilter filter, PageQuery query, Function<AuditEntry, AuditEventView> view) {
        PageCursor after = query.cursor();
        AuditCursor cursor = after == null
                ? null
                : AuditCursor.parse(after.place()).orElseThrow(() -> RequestCheck.invalid("cursor"));
        AuditTrail.Page page = trail.find(filter, cursor, query.limit());
        AuditCursor next = page.next();
        return new Page<>(
                page.entries().stream().map(view).toList(), next == null ? null : new PageCursor(next.text()).text());
    }
}
