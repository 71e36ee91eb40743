package dev.vestibule.preferences;

import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.clockcheck.ClockCheckAttempt;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Forms;
import dev.vestibule.web.Times;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Checks whether the clock of the device with one of the user's own apps is right. */
@SignedInPage
@RequestMapping("/preferences/authenticators/{id}/test")
class OwnClockController {
    private static final String VIEW = "preferences/authenticator-test";

    private final AuthenticatorApps authenticators;
    private final ClockCheckAttempt question;
    private final Times times;

    OwnClockController(AuthenticatorApps authenticators, ClockCheckAttempt question, Times times) {
        this.authenticators = authenticators;
        this.question = question;
        this.times = times;
    }

    @GetMapping
    String page(@AuthenticationPrincipal AccountPrincipal principal, @PathVariable UUID id, Model model) {
        model.addAttribute("codes", ClockCheckAttempt.Codes.empty());
        show(principal, id, model);
        return VIEW;
    }

    @PostMapping
    ModelAndView test(
            @AuthenticationPrincipal AccountPrincipal principal,
            @PathVariable UUID id,
            @ModelAttribute("codes") ClockCheckAttempt.Codes codes,
            BindingResult errors,
            Model model) {
        show(principal, id, model);
        var answer = question.ask(principal, id, codes, errors).answer();
        model.addAttribute("answer", answer);
        return answer == null ? Forms.refused(VIEW) : Forms.accepted(VIEW);
    }

    private void show(AccountPrincipal principal, UUID id, Model model) {
        model.addAttribute(
                "authenticator",
                authenticators
                        .find(principal.id(), id)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
        model.addAttribute("serverTime", times.markedClock(principal.timeZone()));
    }
}
