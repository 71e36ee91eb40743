package dev.vestibule.preferences;

import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.login.CodeWaits;
import dev.vestibule.login.SessionRenewal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.throttle.CodeTries;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import dev.vestibule.web.Times;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

/** One's own switch of MFA. */
@SignedInPage
@RequestMapping("/preferences/mfa")
class OwnMfaController {
    private final MfaSwitch mfa;
    private final CodeTries tries;
    private final CodeWaits waits;
    private final Authenticators authenticators;
    private final SessionRenewal grant;
    private final Times times;

    OwnMfaController(
            MfaSwitch mfa,
            CodeTries tries,
            CodeWaits waits,
            Authenticators authenticators,
            SessionRenewal grant,
            Times times) {
        this.mfa = mfa;
        this.tries = tries;
        this.waits = waits;
        this.authenticators = authenticators;
        this.grant = grant;
        this.times = times;
    }

    record CodeForm(@Nullable String confirmation_code) {
        /** Not shown again: a refused code is of no use to anybody but a thief. */
        static CodeForm empty() {
            return new CodeForm("");
        }

        @Override
        public String toString() {
            return "CodeForm[concealed]";
        }
    }

    @GetMapping("/enable")
    String enablePage(@AuthenticationPrincipal AccountPrincipal person, Model model) {
        model.addAttribute("codeForm", CodeForm.empty());
        model.addAttribute("authenticators", authenticators.of(person.id()));
        return "preferences/mfa-enable";
    }

    @PostMapping("/enable")
    ModelAndView enable(
            @AuthenticationPrincipal AccountPrincipal person,
            @ModelAttribute("codeForm") CodeForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<TotpCode> code = TotpCode.parse(form.confirmation_code());
        var apps = authenticators.of(person.id());
        Optional<CodeTry> tried = code.flatMap(typed -> tries.reserve(person.id()));
        if (code.isEmpty() && !apps.isEmpty() && !person.mfa()) {
            errors.rejectValue("confirmation_code", "refused.code.format");
        } else if (code.isPresent() && tried.isEmpty()) {
            waits.reject(person, "confirmation_code", errors);
        } else if (code.isPresent()) {
            var result = enable(person, tried.orElseThrow(), code.get());
            if (result.refusal() == null) {
                grant.withTotp(result.credentialVersion(), request, response);
                return Forms.accepted(Confirmation.MFA_ENABLED.redirectTo("/preferences"));
            }
            if (result.refusal() == MfaSwitch.Refusal.ENDED) {
                return ended();
            }
            refuse(result.refusal(), person, errors);
        }
        model.addAttribute("authenticators", apps);
        return Forms.refused("preferences/mfa-enable");
    }

    private MfaSwitch.Result enable(AccountPrincipal person, CodeTry tried, TotpCode code) {
        try (tried) {
            var result = mfa.enable(tried, person.credentialVersion(), code);
            if (result.refusal() == null) {
                tries.right(tried);
            } else if (result.refusal() == MfaSwitch.Refusal.WRONG_CODE) {
                tries.wrong(tried);
            }
            return result;
        }
    }

    private void refuse(MfaSwitch.Refusal refusal, AccountPrincipal person, BindingResult errors) {
        switch (refusal) {
            case WRONG_CODE ->
                errors.rejectValue(
                        "confirmation_code",
                        "refused.code.wrong",
                        new Object[] {times.markedClock(person.timeZone())},
                        null);
            case USED_CODE -> errors.rejectValue("confirmation_code", "refused.code.used");
            // The page itself says what is the matter.
            case NO_APP, LAST_APP, REQUIRED, NOTHING, ENDED -> {}
        }
    }

    @GetMapping("/disable")
    String disablePage() {
        return "preferences/mfa-disable";
    }

    @PostMapping("/disable")
    ModelAndView disable(
            @AuthenticationPrincipal AccountPrincipal person,
            HttpServletRequest request,
            HttpServletResponse response) {
        var result = mfa.disable(person.id(), Optional.of(person.credentialVersion()));
        if (result.refusal() == MfaSwitch.Refusal.ENDED) {
            return ended();
        }
        if (result.refusal() != null) {
            return Forms.refused("preferences/mfa-disable");
        }
        grant.stay(result.credentialVersion(), request, response);
        return Forms.accepted(Confirmation.MFA_DISABLED.redirectTo("/preferences"));
    }

    /** This session has ended meanwhile; the next page says why. */
    private static ModelAndView ended() {
        return Forms.accepted("redirect:/preferences");
    }
}
