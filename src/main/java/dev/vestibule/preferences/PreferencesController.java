package dev.vestibule.preferences;

import dev.vestibule.account.AccountService;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.audit.AuditCursor;
import dev.vestibule.audit.AuditFilter;
import dev.vestibule.audit.AuditMessages;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.authenticator.AppReplacements;
import dev.vestibule.authenticator.Authenticator;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.session.OpenSession;
import dev.vestibule.session.Sessions;
import dev.vestibule.text.TimeZones;
import dev.vestibule.trusteddevice.TrustedDevice;
import dev.vestibule.trusteddevice.TrustedDevices;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import dev.vestibule.web.ShortText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    private final AuthenticatorApps authenticators;
    private final TrustedDevices devices;
    private final Sessions sessions;
    private final RecoveryCodes codes;
    private final ApiKeys apiKeys;
    private final Clock clock;
    private final AuditTrail trail;
    private final AuditMessages auditMessages;

    PreferencesController(
            AccountService accountService,
            AuthenticatorApps authenticators,
            TrustedDevices devices,
            Sessions sessions,
            RecoveryCodes codes,
            ApiKeys apiKeys,
            Clock clock,
            AuditTrail trail,
            AuditMessages auditMessages) {
        this.accountService = accountService;
        this.authenticators = authenticators;
        this.devices = devices;
        this.sessions = sessions;
        this.codes = codes;
        this.apiKeys = apiKeys;
        this.clock = clock;
        this.trail = trail;
        this.auditMessages = auditMessages;
    }

    record Profile(@ShortText String name, String time_zone) {}

    /** A trusted device as the page lists it. */
    public record Device(
            UUID id, String browser, Instant addedAt, Instant lastUsedAt, Instant until, boolean current) {}

    /**
     * An app as the page lists it.
     *
     * @param ends names of the apps that are removed when this app is first used to sign in
     * @param endsWith names of the apps at whose first use this app is removed
     */
    public record App(Authenticator app, List<String> ends, List<String> endsWith) {}

    /** A session as the page lists it. */
    public record Entry(OpenSession open, String with, boolean current) {}

    @GetMapping
    String page(
            @AuthenticationPrincipal AccountPrincipal principal,
            @RequestParam(defaultValue = "") String after,
            Model model,
            HttpServletRequest request) {
        model.addAttribute(
                "profile", new Profile(principal.name(), principal.timeZone().getId()));
        show(principal, model, request);
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
            show(principal, model, request);
            showEvents(principal, "", model);
            return Forms.refused("preferences/index");
        }
        accountService.present(principal.id(), profile.name().strip(), ZoneId.of(profile.time_zone()));
        return Forms.accepted(Confirmation.PROFILE.redirectTo("/preferences"));
    }

    private void show(AccountPrincipal principal, Model model, HttpServletRequest request) {
        List<Authenticator> apps = authenticators.of(principal.id());
        List<Device> trusted = devices.of(principal.id(), principal.parameters()).stream()
                .map(device -> device(device, principal))
                .toList();
        model.addAttribute("zones", TimeZones.CHOICES);
        model.addAttribute("authenticators", apps(new AppReplacements(apps)));
        model.addAttribute("canAddAuthenticator", apps.size() < Authenticator.MAX);
        var recovery = codes.of(principal.id());
        model.addAttribute("recovery", recovery);
        model.addAttribute("devices", trusted);
        model.addAttribute("apiKeys", apiKeys.of(principal.id()));
        model.addAttribute("now", clock.instant());
        model.addAttribute("sessions", sessions(principal, request.getSession(false)));
        model.addAttribute(
                "protection", ProtectionSummary.of(principal.mfa(), apps.size(), trusted.size(), recovery.left()));
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

    private static List<App> apps(AppReplacements replacements) {
        return replacements.apps().stream()
                .map(app -> new App(app, names(replacements.endedBy(app)), names(replacements.endersOf(app))))
                .toList();
    }

    private static List<String> names(List<Authenticator> apps) {
        return apps.stream().map(Authenticator::name).toList();
    }

    private List<Entry> sessions(AccountPrincipal principal, @Nullable HttpSession here) {
        String current = here == null ? "" : Sessions.hash(here.getId());
        return sessions
                .of(principal.id(), principal.credentialVersion(), principal.mfa(), principal.parameters())
                .stream()
                .map(open -> new Entry(open, open.with().code(), open.id().equals(current)))
                .toList();
    }

    private static Device device(TrustedDevice device, AccountPrincipal principal) {
        return new Device(
                device.id(),
                device.browser(),
                device.trustedAt(),
                device.lastUsedAt(),
                device.until(),
                device.id().equals(principal.device()));
    }
}
