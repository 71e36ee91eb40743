package dev.vestibule.preferences;

import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.clockcheck.CodeWaits;
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

/** Lets users switch MFA on and off for their own account. */
@SignedInPage
@RequestMapping("/preferences/mfa")
class OwnMfaController {
    private final MfaSwitch mfa;
    private final CodeTries tries;
    private final CodeWaits waits;
    private final AuthenticatorApps authenticators;
    private final SessionRenewal sessionRenewal;
    private final Times times;

    OwnMfaController(
            MfaSwitch mfa,
            CodeTries tries,
            CodeWaits waits,
            AuthenticatorApps authenticators,
            SessionRenewal sessionRenewal,
            Times times) {
        this.mfa = mfa;
        this.tries = tries;
        this.waits = waits;
        this.authenticators = authenticators;
        this.sessionRenewal = sessionRenewal;
        this.times = times;
    }

    record CodeForm(@Nullable String confirmation_code) {
        /** The code is not shown again: only an attacker could use a refused code. */
        static CodeForm empty() {
            return new CodeForm("");
        }

        @Override
        public String toString() {
            return "CodeForm[concealed]";
        }
    }

    @GetMapping("/enable")
    String enablePage(@AuthenticationPrincipal AccountPrincipal principal, Model model) {
        model.addAttribute("codeForm", CodeForm.empty());
        model.addAttribute("authenticators", authenticators.of(principal.id()));
        return "preferences/mfa-enable";
    }

    @PostMapping("/enable")
    ModelAndView enable(
            @AuthenticationPrincipal AccountPrincipal principal,
            @ModelAttribute("codeForm") CodeForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<TotpCode> code = TotpCode.parse(form.confirmation_code());
        var apps = authenticators.of(principal.id());
        Optional<CodeTry> tried = code.flatMap(typed -> tries.reserve(principal.id()));
        if (code.isEmpty() && !apps.isEmpty() && !principal.mfa()) {
            errors.rejectValue("confirmation_code", "refused.code.format");
        } else if (code.isPresent() && tried.isEmpty()) {
            waits.reject(principal, "confirmation_code", errors);
        } else if (code.isPresent()) {
            var result = enable(principal, tried.orElseThrow(), code.get());
            if (result.refusal() == null) {
                sessionRenewal.withTotp(result.credentialVersion(), request, response);
                return Forms.accepted(Confirmation.MFA_ENABLED.redirectTo("/preferences"));
            }
            if (result.refusal() == MfaSwitch.Refusal.ENDED) {
                return ended();
            }
            refuse(result.refusal(), principal, errors);
        }
        model.addAttribute("authenticators", apps);
        return Forms.refused("preferences/mfa-enable");
    }

    private MfaSwitch.Result enable(AccountPrincipal principal, CodeTry tried, TotpCode code) {
        try (tried) {
            var result = mfa.enable(tried, principal.credentialVersion(), code);
            if (result.refusal() == null) {
                tries.right(tried);
            } else if (result.refusal() == MfaSwitch.Refusal.WRONG_CODE) {
                tries.wrong(tried);
            }
            return result;
        }
    }

    private void refuse(MfaSwitch.Refusal refusal, AccountPrincipal principal, BindingResult errors) {
        switch (refusal) {
            case WRONG_CODE ->
                errors.rejectValue(
                        "confirmation_code",
                        "refused.code.wrong",
                        new Object[] {times.markedClock(principal.timeZone())},
                        null);
            case USED_CODE -> errors.rejectValue("confirmation_code", "refused.code.used");
            // The page itself says what is wrong.
            case NO_APP, LAST_APP, REQUIRED, NOTHING, ENDED -> {}
        }
    }

    @GetMapping("/disable")
    String disablePage() {
        return "preferences/mfa-disable";
    }

    @PostMapping("/disable")
    ModelAndView disable(
            @AuthenticationPrincipal AccountPrincipal principal,
            HttpServletRequest request,
            HttpServletResponse response) {
        var result = mfa.disable(principal.id(), Optional.of(principal.credentialVersion()));
        if (result.refusal() == MfaSwitch.Refusal.ENDED) {
            return ended();
        }
        if (result.refusal() != null) {
            return Forms.refused("preferences/mfa-disable");
        }
        sessionRenewal.stay(result.credentialVersion(), request, response);
        return Forms.accepted(Confirmation.MFA_DISABLED.redirectTo("/preferences"));
    }

    /** The session has ended meanwhile; the next page says why. */
    private static ModelAndView ended() {
        return Forms.accepted("redirect:/preferences");
    }
}
