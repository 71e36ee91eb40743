package dev.vestibule.preferences;

import dev.vestibule.authenticator.Authenticator;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.EnrollingSession;
import dev.vestibule.authenticator.Enrolment;
import dev.vestibule.authenticator.PendingAuthenticator;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.text.TimeZones;
import dev.vestibule.totp.OtpauthUri;
import dev.vestibule.totp.QrCode;
import dev.vestibule.totp.TotpSecret;
import dev.vestibule.web.Forms;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of the wizard shows. */
@Component
class AuthenticatorWizardPage {
    private final Enrolment enrolment;
    private final AuthenticatorApps authenticators;

    AuthenticatorWizardPage(Enrolment enrolment, AuthenticatorApps authenticators) {
        this.enrolment = enrolment;
        this.authenticators = authenticators;
    }

    /** Whether the wizard can be shown; a session that has ended meanwhile sees no wizard. */
    boolean show(EnrollingSession session, AccountPrincipal principal, Model model) {
        List<Authenticator> apps = authenticators.of(principal.id());
        boolean full = apps.size() >= Authenticator.MAX;
        model.addAttribute("apps", apps);
        model.addAttribute("first", apps.isEmpty());
        model.addAttribute("zones", FirstTimeZone.isAsked(principal, apps.isEmpty()) ? TimeZones.CHOICES : null);
        model.addAttribute("full", full);
        if (full) {
            return true;
        }
        Optional<PendingAuthenticator> pending = enrolment.pending(session);
        pending.ifPresent(app -> show(principal, app, model));
        return pending.isPresent();
    }

    private static void show(AccountPrincipal principal, PendingAuthenticator pending, Model model) {
        TotpSecret secret = pending.secret();
        model.addAttribute("authenticator", pending.id());
        String otpauth = new OtpauthUri(principal.company(), principal.login(), secret).text();
        model.addAttribute("secret", secret.grouped());
        model.addAttribute("otpauth", otpauth);
        model.addAttribute("qr", QrCode.svg(otpauth));
    }

    /**
     * Whether a form, or a copy of it, has already added its app.
     *
     * @param shown the id of the app that the form showed
     */
    boolean hasAdded(AccountPrincipal principal, @Nullable String shown, Optional<PendingAuthenticator> pending) {
        return Optional.ofNullable(shown)
                .flatMap(Forms::id)
                .filter(id -> pending.isEmpty() || !pending.get().id().equals(id))
                .flatMap(id -> authenticators.find(principal.id(), id))
                .isPresent();
    }
}
