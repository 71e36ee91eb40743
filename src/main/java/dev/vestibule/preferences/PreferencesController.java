package dev.vestibule.preferences;

import dev.vestibule.account.AccountService;
import dev.vestibule.audit.AuditCursor;
import dev.vestibule.audit.AuditFilter;
import dev.vestibule.audit.AuditMessages;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.text.TimeZones;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import dev.vestibule.web.ShortText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.time.ZoneId;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** "Change My Preferences": one page that shows everything, and the form for name and time zone. */
@SignedInPage
@RequestMapping("/preferences")
class PreferencesController {
    /** Events on one page. */
    private static final int EVENTS = 10;

    private final AccountService accountService;
    private final PreferencesOverview overview;
    private final AuditTrail trail;
    private final AuditMessages auditMessages;

    PreferencesController(
            AccountService accountService,
            PreferencesOverview overview,
            AuditTrail trail,
            AuditMessages auditMessages) {
        this.accountService = accountService;
        this.overview = overview;
        this.trail = trail;
        this.auditMessages = auditMessages;
    }

    record Profile(@ShortText String name, String time_zone) {}

    @GetMapping
    String page(
            @AuthenticationPrincipal AccountPrincipal principal,
            @RequestParam(defaultValue = "") String after,
            Model model,
            HttpServletRequest request) {
        model.addAttribute(
                "profile", new Profile(principal.name(), principal.timeZone().getId()));
        overview.show(principal, model, request);
        showEvents(principal, after, model);
        return "preferences/index";
    }

    @PostMapping("/profile")
    ModelAndView change(
            @AuthenticationPrincipal AccountPrincipal principal,
            @Valid @ModelAttribute("profile") Profile profile,
            BindingResult errors,
            Model model,
            HttpServletRequest request) {
        if (!TimeZones.CHOICES.contains(profile.time_zone())) {
            errors.rejectValue("time_zone", "refused.time_zone.unknown");
        }
        if (errors.hasErrors()) {
            overview.show(principal, model, request);
            showEvents(principal, "", model);
            return Forms.refused("preferences/index");
        }
        accountService.present(principal.id(), profile.name().strip(), ZoneId.of(profile.time_zone()));
        return Forms.accepted(Confirmation.PROFILE.redirectTo("/preferences"));
    }

    /** @param after the cursor at which the previous page ended; empty for the latest events */
    private void showEvents(AccountPrincipal principal, String after, Model model) {
        AuditCursor start = after.isEmpty()
                ? null
                : AuditCursor.parse(after).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        AuditTrail.Page page = trail.find(AuditFilter.of(principal.id()), start, EVENTS);
        AuditCursor next = page.next();
        model.addAttribute(
                "events",
                page.entries().stream()
                        .map(entry -> auditMessages.ownLine(entry, principal.timeZone()))
                        .toList());
        model.addAttribute("eventsNext", next == null ? null : next.text());
        model.addAttribute("eventsEarlier", start != null);
    }
}
