package dev.vestibule.preferences;

import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.authenticator.AppReplacements;
import dev.vestibule.authenticator.Authenticator;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.session.OpenSession;
import dev.vestibule.session.Sessions;
import dev.vestibule.text.TimeZones;
import dev.vestibule.trusteddevice.TrustedDevice;
import dev.vestibule.trusteddevice.TrustedDevices;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The overview of an account's protection that "Change My Preferences" shows. */
@Component
class PreferencesOverview {
    private final AuthenticatorApps authenticators;
    private final TrustedDevices devices;
    private final Sessions sessions;
    private final RecoveryCodes codes;
    private final ApiKeys apiKeys;
    private final Clock clock;

    PreferencesOverview(
            AuthenticatorApps authenticators,
            TrustedDevices devices,
            Sessions sessions,
            RecoveryCodes codes,
            ApiKeys apiKeys,
            Clock clock) {
        this.authenticators = authenticators;
        this.devices = devices;
        this.sessions = sessions;
        this.codes = codes;
        this.apiKeys = apiKeys;
        this.clock = clock;
    }

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

    void show(AccountPrincipal principal, Model model, HttpServletRequest request) {
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
