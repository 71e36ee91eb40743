package dev.vestibule.preferences;

import dev.vestibule.authenticator.Authenticator;
import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.authenticator.Enrolment;
import dev.vestibule.authenticator.Enrolment.Refusal;
import dev.vestibule.login.Grant;
import dev.vestibule.login.Person;
import dev.vestibule.login.SignedInPage;
import dev.vestibule.page.Done;
import dev.vestibule.page.Forms;
import dev.vestibule.page.ShortText;
import dev.vestibule.page.Times;
import dev.vestibule.totp.OtpauthUri;
import dev.vestibule.totp.QrCode;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.totp.TotpSecret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Optional;
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
@RequestMapping("/preferences/authenticators/new")
class Wizard {
    private static final String VIEW = "preferences/authenticator-new";

    private final Enrolment enrolment;
    private final Authenticators authenticators;
    private final Grant grant;
    private final Times times;

    Wizard(Enrolment enrolment, Authenticators authenticators, Grant grant, Times times) {
        this.enrolment = enrolment;
        this.authenticators = authenticators;
        this.grant = grant;
        this.times = times;
    }

    record Form(@ShortText String name, @Nullable String confirmation_code) {
        @Override
        public String toString() {
            return "Form[name=" + name + "]";
        }
    }

    @GetMapping
    String page(@AuthenticationPrincipal Person person, Model model) {
        model.addAttribute("wizard", new Form("", ""));
        show(person, model);
        return VIEW;
    }

    @PostMapping
    ModelAndView finish(
            @AuthenticationPrincipal Person person,
            @Valid @ModelAttribute("wizard") Form form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<TotpCode> code = TotpCode.parse(form.confirmation_code());
        if (code.isEmpty()) {
            errors.rejectValue("confirmation_code", "refused.code.format");
        }
        if (!errors.hasErrors()) {
            var result = enrolment.finish(
                    person.id(), person.credentialVersion(), form.name().strip(), code.orElseThrow());
            if (result.refusal() == null) {
                return added(result, request, response);
            }
            refuse(result.refusal(), person, errors);
        }
        show(person, model);
        return Forms.refused(VIEW);
    }

    private ModelAndView added(Enrolment.Result result, HttpServletRequest request, HttpServletResponse response) {
        if (result.switchedOn()) {
            grant.withTotp(result.credentialVersion(), request, response);
            return Forms.accepted(Done.AUTHENTICATOR_ADDED_FIRST.redirectTo("/preferences"));
        }
        return Forms.accepted(Done.AUTHENTICATOR_ADDED.redirectTo("/preferences"));
    }

    private void refuse(Refusal refusal, Person person, BindingResult errors) {
        switch (refusal) {
            case NAME_TAKEN -> errors.rejectValue("name", "refused.name.taken");
            case WRONG_CODE ->
                errors.rejectValue(
                        "confirmation_code", "refused.code.wrong", new Object[] {times.clock(person.timeZone())}, null);
            case LAPSED -> errors.rejectValue("confirmation_code", "refused.code.lapsed");
            // The page itself says what is the matter.
            case FULL, ENDED -> {}
        }
    }

    @PostMapping("/cancel")
    String cancel(@AuthenticationPrincipal Person person) {
        enrolment.cancel(person.id());
        return "redirect:/preferences";
    }

    private void show(Person person, Model model) {
        int apps = authenticators.count(person.id());
        model.addAttribute("first", apps == 0);
        model.addAttribute("full", apps >= Authenticator.MAX);
        if (apps < Authenticator.MAX) {
            TotpSecret secret = enrolment.pending(person.id());
            String otpauth = new OtpauthUri(person.company(), person.login(), secret).text();
            model.addAttribute("secret", secret.grouped());
            model.addAttribute("otpauth", otpauth);
            model.addAttribute("qr", QrCode.svg(otpauth));
        }
    }
}
