package dev.vestibule.login;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.web.Forms;
import dev.vestibule.web.Redirects;
import dev.vestibule.web.Times;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * {@code /login/clock}: for who has given the password and whose codes are refused. It says whether the phone's clock is
 * off, and opens nothing.
 */
@Controller
@RequestMapping("/login/clock")
class ClockStep {
    private static final String VIEW = "login/clock";

    private final SignInContextRepository accounts;
    private final ClockCheckAttempt question;
    private final Times times;

    ClockStep(SignInContextRepository accounts, ClockCheckAttempt question, Times times) {
        this.accounts = accounts;
        this.question = question;
        this.times = times;
    }

    @GetMapping
    @Nullable
    ModelAndView page(HttpServletRequest request, HttpServletResponse response, Model model) {
        model.addAttribute("codes", ClockCheckAttempt.Codes.empty());
        return show(request, response, model) == null ? null : Forms.accepted(VIEW);
    }

    @PostMapping
    @Nullable
    ModelAndView ask(
            @ModelAttribute("codes") ClockCheckAttempt.Codes codes,
            BindingResult errors,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        AccountPrincipal person = show(request, response, model);
        if (person == null) {
            return null;
        }
        var reply = question.ask(person, null, codes, errors);
        if (reply.endsStep()) {
            accounts.endStep(request, response);
            Redirects.redirect(request, response, "/login?codes");
            return null;
        }
        model.addAttribute("answer", reply.answer());
        return reply.answer() == null ? Forms.refused(VIEW) : Forms.accepted(VIEW);
    }

    /** Null once the reader is led elsewhere, being signed in: Preferences have a test for each app. */
    private @Nullable AccountPrincipal show(HttpServletRequest request, HttpServletResponse response, Model model) {
        Authentication current = Objects.requireNonNull(accounts.of(request), "the chain lets no visitor in");
        if (SignInStage.of(current) == SignInStage.SIGNED_IN) {
            Redirects.redirect(request, response, "/preferences");
            return null;
        }
        AccountPrincipal person = AccountPrincipal.of(current);
        model.addAttribute("person", person);
        model.addAttribute("serverTime", times.markedClock(person.timeZone()));
        return person;
    }
}
