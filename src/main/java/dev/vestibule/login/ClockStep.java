package dev.vestibule.login;

import dev.vestibule.page.Forms;
import dev.vestibule.page.Reply;
import dev.vestibule.page.Times;
import dev.vestibule.person.Person;
import dev.vestibule.person.Stage;
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

    private final CurrentAccount accounts;
    private final ClockQuestion question;
    private final Times times;

    ClockStep(CurrentAccount accounts, ClockQuestion question, Times times) {
        this.accounts = accounts;
        this.question = question;
        this.times = times;
    }

    @GetMapping
    @Nullable
    ModelAndView page(HttpServletRequest request, HttpServletResponse response, Model model) {
        model.addAttribute("codes", ClockQuestion.Codes.empty());
        return show(request, response, model) == null ? null : Forms.accepted(VIEW);
    }

    @PostMapping
    @Nullable
    ModelAndView ask(
            @ModelAttribute("codes") ClockQuestion.Codes codes,
            BindingResult errors,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Person person = show(request, response, model);
        if (person == null) {
            return null;
        }
        var reply = question.ask(person, null, codes, errors);
        if (reply.endsStep()) {
            accounts.endStep(request, response);
            Reply.redirect(request, response, "/login?codes");
            return null;
        }
        model.addAttribute("answer", reply.answer());
        return reply.answer() == null ? Forms.refused(VIEW) : Forms.accepted(VIEW);
    }

    /** Null once the reader is led elsewhere, being signed in: Preferences have a test for each app. */
    private @Nullable Person show(HttpServletRequest request, HttpServletResponse response, Model model) {
        Authentication current = Objects.requireNonNull(accounts.of(request), "the chain lets no visitor in");
        if (Stage.of(current) == Stage.SIGNED_IN) {
            Reply.redirect(request, response, "/preferences");
            return null;
        }
        Person person = Person.of(current);
        model.addAttribute("person", person);
        model.addAttribute("serverTime", times.markedClock(person.timeZone()));
        return person;
    }
}
