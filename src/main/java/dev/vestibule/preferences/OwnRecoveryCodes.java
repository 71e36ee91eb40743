package dev.vestibule.preferences;

import dev.vestibule.page.Forms;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
import dev.vestibule.recovery.RecoveryCodes;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** One's own recovery codes: how many are left, and a new set, which only the answer to the form shows. */
@SignedInPage
@RequestMapping("/preferences/recovery-codes")
class OwnRecoveryCodes {
    private static final String VIEW = "preferences/recovery-codes";

    private final RecoveryCodes codes;

    OwnRecoveryCodes(RecoveryCodes codes) {
        this.codes = codes;
    }

    @GetMapping
    String page(@AuthenticationPrincipal Person person, Model model) {
        model.addAttribute("recovery", codes.of(person.id()));
        return VIEW;
    }

    @PostMapping
    ModelAndView make(@AuthenticationPrincipal Person person, Model model) {
        if (!person.mfa()) {
            model.addAttribute("recovery", codes.of(person.id()));
            return Forms.refused(VIEW);
        }
        return codes.issue(person.id(), person.credentialVersion())
                .map(set -> RecoverySheet.show(set, false, "/preferences"))
                // This session has ended meanwhile; the next page says why.
                .orElseGet(() -> Forms.accepted("redirect:/preferences"));
    }
}
