package dev.vestibule.settings.audit;

import dev.vestibule.audit.AuditCursor;
import dev.vestibule.audit.AuditFilter;
import dev.vestibule.audit.AuditMessages;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit log, the latest event first, with a search and a small chart. */
@SignedInPage
class AuditController {
    private static final int PAGE = 50;

    private final AuditTrail trail;
    private final AuditMessages auditMessages;
    private final Clock clock;

    AuditController(AuditTrail trail, AuditMessages auditMessages, Clock clock) {
        this.trail = trail;
        this.auditMessages = auditMessages;
        this.clock = clock;
    }

    @GetMapping("/settings/audit")
    String page(
            @AuthenticationPrincipal AccountPrincipal principal,
            @ModelAttribute("search") AuditSearch search,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        ZoneId zone = principal.timeZone();
        AuditFilter filter = search.filter(zone);
        AuditCursor start = after.isEmpty() ? null : AuditCursor.parse(after).orElseThrow(AuditSearch::unclear);
        AuditTrail.Page page = trail.find(filter, start, PAGE);
        AuditCursor next = page.next();
        model.addAttribute("searched", !filter.isEmpty());
        model.addAttribute(
                "kinds",
                Arrays.stream(AuditEventType.values()).map(AuditEventType::code).toList());
        model.addAttribute(
                "lines",
                page.entries().stream()
                        .map(entry -> auditMessages.line(entry, zone))
                        .toList());
        model.addAttribute("next", next == null ? null : next.text());
        model.addAttribute("first", start == null);
        // The chart is on the first page without a search only.
        model.addAttribute("chart", start == null && filter.isEmpty() ? chart(zone) : null);
        return "settings/audit";
    }

    private AuditChart chart(ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        LocalDate first = AuditChart.firstDay(today);
        return AuditChart.of(today, trail.days(first, today, zone));
    }
}
