package dev.vestibule.login.code;

import dev.vestibule.clockcheck.ClockCheckAttempt;
import dev.vestibule.login.MfaRule;
import dev.vestibule.login.SignInContextRepository;
import dev.vestibule.login.SignInStep;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.web.Forms;
import dev.vestibule.web.LoginPaths;
import dev.vestibule.web.Redirects;
import dev.vestibule.web.Times;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
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
 * The clock check, {@code /login/clock}, for a user who has entered the password and whose codes are refused. It says
 * whether the phone's clock is wrong, and adds no factor.
 */
@Controller
@RequestMapping(LoginPaths.CLOCK)
class ClockStep implements SignInStep {
    private static final String VIEW = "login/clock";

    private final SignInContextRepository contexts;
    private final ClockCheckAttempt question;
    private final Times times;

    ClockStep(SignInContextRepository contexts, ClockCheckAttempt question, Times times) {
        this.contexts = contexts;
        this.question = question;
        this.times = times;
    }

    @Override
    public void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(LoginPaths.CLOCK).access(MfaRule.passwordGiven());
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
        AccountPrincipal principal = show(request, response, model);
        if (principal == null) {
            return null;
        }
        var reply = question.ask(principal, null, codes, errors);
        if (reply.endsStep()) {
            contexts.endStep(request, response);
            Redirects.redirect(request, response, LoginPaths.PASSWORD_AFTER_WRONG_CODES);
            return null;
        }
        model.addAttribute("answer", reply.answer());
        return reply.answer() == null ? Forms.refused(VIEW) : Forms.accepted(VIEW);
    }

    /** Null after a redirect of a signed-in user: Preferences have a test for each app. */
    private @Nullable AccountPrincipal show(HttpServletRequest request, HttpServletResponse response, Model model) {
        Authentication current = Objects.requireNonNull(contexts.of(request), "the chain lets no visitor in");
        if (SignInStage.of(current) == SignInStage.SIGNED_IN) {
            Redirects.redirect(request, response, "/preferences");
            return null;
        }
        AccountPrincipal principal = AccountPrincipal.of(current);
        model.addAttribute("principal", principal);
        model.addAttribute("serverTime", times.markedClock(principal.timeZone()));
        return principal;
    }
}
