package dev.vestibule.preferences;

import dev.vestibule.authenticator.EnrollingSession;
import dev.vestibule.authenticator.Enrolment;
import dev.vestibule.authenticator.Enrolment.Refusal;
import dev.vestibule.authenticator.PendingAuthenticator;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInId;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.text.TimeZones;
import dev.vestibule.throttle.WizardTries;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import dev.vestibule.web.ShortText;
import dev.vestibule.web.Times;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Instant;
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
    private final AuthenticatorSetup setup;
    private final WizardTries tries;
    private final AuthenticatorWizardPage page;
    private final AuthenticatorWizardEnd end;
    private final Times times;
    private final FirstTimeZone timeZone;

    AuthenticatorWizardController(
            Enrolment enrolment,
            AuthenticatorSetup setup,
            WizardTries tries,
            AuthenticatorWizardPage page,
            AuthenticatorWizardEnd end,
            Times times,
            FirstTimeZone timeZone) {
        this.enrolment = enrolment;
        this.setup = setup;
        this.tries = tries;
        this.page = page;
        this.end = end;
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
        return page.show(session(principal, signIn), principal, model)
                ? new ModelAndView(VIEW)
                : AuthenticatorWizardEnd.ended(request, response);
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
        if (page.hasAdded(principal, form.authenticator(), pending)) {
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
                Instant waitsUntil = tries.waitsUntil(principal.id()).orElse(Instant.EPOCH);
                Object[] wait = {times.markedWait(waitsUntil, principal.timeZone())};
                errors.rejectValue("confirmation_code", "refused.code.wait", wait, null);
            } else if (refusal == null) {
                return end.added(principal, finished.get(), replaces, request, response);
            } else if (refusal == Refusal.ENDED) {
                return AuthenticatorWizardEnd.ended(request, response);
            } else {
                refuse(refusal, principal, errors);
            }
        }
        return page.show(session, principal, model)
                ? Forms.refused(VIEW)
                : AuthenticatorWizardEnd.ended(request, response);
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
}
