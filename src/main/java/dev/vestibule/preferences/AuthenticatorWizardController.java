package dev.vestibule.preferences;

import dev.vestibule.authenticator.Authenticator;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.EnrollingSession;
import dev.vestibule.authenticator.Enrolment;
import dev.vestibule.authenticator.Enrolment.Refusal;
import dev.vestibule.authenticator.PendingAuthenticator;
import dev.vestibule.login.SessionRenewal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInId;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.text.TimeZones;
import dev.vestibule.throttle.WizardTries;
import dev.vestibule.totp.OtpauthUri;
import dev.vestibule.totp.QrCode;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import dev.vestibule.web.Redirects;
import dev.vestibule.web.ShortText;
import dev.vestibule.web.Times;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The wizard that enrols an authenticator app: scan, name, confirm, on one page. */
@SignedInPage
@RequestMapping(AuthenticatorWizardController.PATH)
class AuthenticatorWizardController {
    static final String PATH = "/preferences/authenticators/new";

    private static final String VIEW = "preferences/authenticator-new";

    private final Enrolment enrolment;
    private final AuthenticatorApps authenticators;
    private final AuthenticatorSetup setup;
    private final WizardTries tries;
    private final SessionRenewal sessionRenewal;
    private final Times times;
    private final FirstTimeZone timeZone;

    AuthenticatorWizardController(
            Enrolment enrolment,
            AuthenticatorApps authenticators,
            AuthenticatorSetup setup,
            WizardTries tries,
            SessionRenewal sessionRenewal,
            Times times,
            FirstTimeZone timeZone) {
        this.enrolment = enrolment;
        this.authenticators = authenticators;
        this.setup = setup;
        this.tries = tries;
        this.sessionRenewal = sessionRenewal;
        this.times = times;
        this.timeZone = timeZone;
    }

    /** @param authenticator the pending app whose secret the page showed; null refers to the session's present one */
    record Form(
            @ShortText String name,
            @Nullable String replaces,
            @Nullable String authenticator,
            @Nullable String confirmation_code,
            @Nullable String time_zone) {
        /** Whether the form had the time zone field; without the field the account's zone stays. */
        boolean hasTimeZone() {
            return time_zone != null;
        }

        /** The time zone that the form shows as selected. */
        @Override
        public String time_zone() {
            return Objects.requireNonNullElse(time_zone, TimeZones.DEFAULT);
        }

        @Override
        public String toString() {
            return "Form[name=" + name + ", replaces=" + replaces + "]";
        }
    }

    @GetMapping
    @Nullable
    ModelAndView page(
            @AuthenticationPrincipal AccountPrincipal principal,
            @SignInId UUID signIn,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        model.addAttribute("wizard", new Form("", "", "", "", TimeZones.DEFAULT));
        return show(session(principal, signIn), principal, model) ? new ModelAndView(VIEW) : ended(request, response);
    }

    private static EnrollingSession session(AccountPrincipal principal, UUID signIn) {
        return new EnrollingSession(principal.id(), signIn, principal.credentialVersion());
    }

    @PostMapping
    @Nullable
    ModelAndView finish(
            @AuthenticationPrincipal AccountPrincipal principal,
            @SignInId UUID signIn,
            @Valid @ModelAttribute("wizard") Form form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        EnrollingSession session = session(principal, signIn);
        Optional<PendingAuthenticator> pending = enrolment.find(session);
        if (addedBefore(principal, form, pending)) {
            return Forms.accepted(Confirmation.SENT_BEFORE.redirectTo("/preferences"));
        }
        Optional<TotpCode> code = TotpCode.parse(form.confirmation_code());
        if (code.isEmpty()) {
            errors.rejectValue("confirmation_code", "refused.code.format");
        } else if (pending.isEmpty() || isAboutAnother(form, pending.get())) {
            errors.rejectValue("confirmation_code", "refused.code.lapsed");
        }
        UUID replaces = replaced(form, errors);
        boolean asked = form.hasTimeZone()
                && FirstTimeZone.isAsked(
                        principal, pending.isPresent() && pending.get().first());
        String zone = form.time_zone();
        if (asked) {
            FirstTimeZone.check(zone, errors);
        }
        if (!errors.hasErrors()) {
            if (asked) {
                timeZone.keep(principal, zone);
            }
            var finished = finish(session, pending.orElseThrow(), form.name().strip(), replaces, code.orElseThrow());
            Refusal refusal =
                    finished.map(outcome -> outcome.result().refusal()).orElse(null);
            if (finished.isEmpty()) {
                Instant end = tries.waitsUntil(principal.id()).orElse(Instant.EPOCH);
                Object[] wait = {times.markedWait(end, principal.timeZone())};
                errors.rejectValue("confirmation_code", "refused.code.wait", wait, null);
            } else if (refusal == null) {
                return added(principal, finished.get(), replaces, request, response);
            } else if (refusal == Refusal.ENDED) {
                return ended(request, response);
            } else {
                refuse(refusal, principal, errors);
            }
        }
        return show(session, principal, model) ? Forms.refused(VIEW) : ended(request, response);
    }

    /** Whether this form, or a copy of it, has already added its app. */
    private boolean addedBefore(AccountPrincipal principal, Form form, Optional<PendingAuthenticator> pending) {
        return Optional.ofNullable(form.authenticator())
                .flatMap(Forms::id)
                .filter(id -> pending.isEmpty() || !pending.get().id().equals(id))
                .flatMap(id -> authenticators.find(principal.id(), id))
                .isPresent();
    }

    /** The code is checked against the secret that the user scanned, not against a later one. */
    private static boolean isAboutAnother(Form form, PendingAuthenticator pending) {
        String shown = form.authenticator();
        return shown != null && !shown.isBlank() && !pending.id().toString().equals(shown);
    }

    /** The app with this id, which the new app is to replace; null when the new app is an additional one. */
    private static @Nullable UUID replaced(Form form, BindingResult errors) {
        String typed = form.replaces();
        if (typed == null || typed.isBlank()) {
            return null;
        }
        Optional<UUID> id = Forms.id(typed);
        if (id.isEmpty()) {
            errors.rejectValue("replaces", "refused.replaces");
        }
        return id.orElse(null);
    }

    /** Empty while too many wrong codes make the account wait. */
    private Optional<AuthenticatorSetup.Outcome> finish(
            EnrollingSession session,
            PendingAuthenticator pending,
            String name,
            @Nullable UUID replaces,
            TotpCode code) {
        return tries.reserve(session.account()).map(tried -> {
            try (tried) {
                var outcome = setup.finish(session, pending, name, replaces, code);
                if (outcome.result().refusal() == Refusal.WRONG_CODE) {
                    tried.fail();
                }
                return outcome;
            }
        });
    }

    /** Ends the first app's wizard with the recovery codes. */
    private @Nullable ModelAndView added(
            AccountPrincipal principal,
            AuthenticatorSetup.Outcome outcome,
            @Nullable UUID replaces,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!outcome.result().switchedOn()) {
            Confirmation confirmation =
                    replaces == null ? Confirmation.AUTHENTICATOR_ADDED : Confirmation.AUTHENTICATOR_ADDED_REPLACING;
            return Forms.accepted(confirmation.redirectTo("/preferences"));
        }
        String next = stay(principal, outcome.result().credentialVersion(), request, response);
        return outcome.codes().isEmpty()
                ? goOn(next, request, response)
                : RecoverySheet.show(outcome.codes(), true, next);
    }

    /** Renews this session, which completes a sign-in that required enrolment; returns the next path. */
    private String stay(
            AccountPrincipal principal,
            int credentialVersion,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!principal.enrolmentDue()) {
            sessionRenewal.withTotp(credentialVersion, request, response);
            return "/preferences";
        }
        String page = sessionRenewal.enrolled(credentialVersion, request, response);
        // A user who asked for the wizard itself has finished it.
        return page.split("\\?", 2)[0].equals(PATH) ? "/preferences" : page;
    }

    private static @Nullable ModelAndView goOn(String path, HttpServletRequest request, HttpServletResponse response) {
        Redirects.redirect(
                request,
                response,
                path.contains("?") ? path : path + "?done=" + Confirmation.AUTHENTICATOR_ADDED_FIRST.code());
        return null;
    }

    private void refuse(Refusal refusal, AccountPrincipal principal, BindingResult errors) {
        switch (refusal) {
            case NAME_TAKEN -> errors.rejectValue("name", "refused.name.taken");
            case NO_SUCH_APP -> errors.rejectValue("replaces", "refused.replaces");
            case WRONG_CODE ->
                errors.rejectValue(
                        "confirmation_code",
                        "refused.code.wrong",
                        new Object[] {times.markedClock(principal.timeZone())},
                        null);
            case LAPSED -> errors.rejectValue("confirmation_code", "refused.code.lapsed");
            // The page itself says what is wrong.
            case FULL, ENDED -> {}
        }
    }

    @PostMapping("/cancel")
    String cancel(@AuthenticationPrincipal AccountPrincipal principal, @SignInId UUID signIn) {
        enrolment.cancel(session(principal, signIn));
        return "redirect:/preferences";
    }

    /** Whether the wizard can be shown; a session that has ended meanwhile sees no wizard. */
    private boolean show(EnrollingSession session, AccountPrincipal principal, Model model) {
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

    /** Shows the same page to a visitor without a session, with the reason. */
    private static @Nullable ModelAndView ended(HttpServletRequest request, HttpServletResponse response) {
        Redirects.redirect(request, response, PATH);
        return null;
    }
}
