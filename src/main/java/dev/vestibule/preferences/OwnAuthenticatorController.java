package dev.vestibule.preferences;

import dev.vestibule.authenticator.AppReplacements;
import dev.vestibule.authenticator.Authenticator;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Removes one of the user's own authenticator apps; the last app cannot be removed while MFA is on. */
@SignedInPage
@RequestMapping("/preferences/authenticators/{id}/delete")
class OwnAuthenticatorController {
    private static final String VIEW = "preferences/authenticator-delete";

    private final AuthenticatorApps authenticators;
    private final MfaSwitch mfa;
    private final RecoveryCodes codes;

    OwnAuthenticatorController(AuthenticatorApps authenticators, MfaSwitch mfa, RecoveryCodes codes) {
        this.authenticators = authenticators;
        this.mfa = mfa;
        this.codes = codes;
    }

    @GetMapping
    String page(@AuthenticationPrincipal AccountPrincipal principal, @PathVariable UUID id, Model model) {
        show(principal, id, model);
        return VIEW;
    }

    @PostMapping
    ModelAndView remove(@AuthenticationPrincipal AccountPrincipal principal, @PathVariable UUID id, Model model) {
        if (mfa.remove(principal.id(), principal.credentialVersion(), id).refusal() == null) {
            return Forms.accepted(Confirmation.AUTHENTICATOR_REMOVED.redirectTo("/preferences"));
        }
        show(principal, id, model);
        return Forms.refused(VIEW);
    }

    private void show(AccountPrincipal principal, UUID id, Model model) {
        Authenticator app = authenticators
                .find(principal.id(), id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("authenticator", app);
        AppReplacements replacements = new AppReplacements(authenticators.of(principal.id()));
        model.addAttribute("replaces", replacements.replacedBy(app).orElse(null));
        WaysIn ways =
                new WaysIn(replacements.apps().size(), codes.of(principal.id()).left());
        model.addAttribute("last", principal.mfa() && ways.apps() == 1);
        model.addAttribute("lastSpare", principal.mfa() && !ways.withoutAnApp().oneToSpare());
    }
}
