package dev.vestibule.preferences;

import dev.vestibule.formkey.FormKeys;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.recovery.RecoveryCodeSet;
import dev.vestibule.recovery.RecoveryCodeSets;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A user's own recovery codes: how many are left, and a new set, which only the answer to the form shows. */
@SignedInPage
@RequestMapping("/preferences/recovery-codes")
class OwnRecoveryCodeController {
    private static final String VIEW = "preferences/recovery-codes";

    private final RecoveryCodes codes;
    private final RecoveryCodeSets sets;
    private final FormKeys forms;

    OwnRecoveryCodeController(RecoveryCodes codes, RecoveryCodeSets sets, FormKeys forms) {
        this.codes = codes;
        this.sets = sets;
        this.forms = forms;
    }

    @GetMapping
    String page(@AuthenticationPrincipal AccountPrincipal principal, Model model) {
        model.addAttribute("recovery", codes.of(principal.id()));
        return VIEW;
    }

    @PostMapping
    ModelAndView make(
            @AuthenticationPrincipal AccountPrincipal principal,
            @RequestParam(name = FormKeys.FIELD, required = false) @Nullable String formKey,
            Model model) {
        if (!principal.mfa()) {
            return refused(principal, model);
        }
        FormKeys.State state = forms.look(formKey);
        if (state == FormKeys.State.MADE) {
            RecoveryCodeSet set = sets.random();
            var stored = forms.once(formKey, () -> codes.store(principal.id(), principal.credentialVersion(), set));
            if (Boolean.TRUE.equals(stored.made())) {
                return RecoverySheet.show(set.codes(), false, "/preferences");
            }
            if (stored.state() == FormKeys.State.MADE) {
                // The session has ended meanwhile; the next page says why.
                return Forms.accepted("redirect:/preferences");
            }
            state = stored.state();
        }
        if (state == FormKeys.State.SENT_BEFORE) {
            return Forms.accepted(Confirmation.SENT_BEFORE.redirectTo("/preferences"));
        }
        model.addAttribute("stale", FormKeys.STALE_TEXT);
        return refused(principal, model);
    }

    private ModelAndView refused(AccountPrincipal principal, Model model) {
        model.addAttribute("recovery", codes.of(principal.id()));
        return Forms.refused(VIEW);
    }
}
