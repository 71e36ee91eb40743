package dev.vestibule.preferences;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.Factor;
import dev.vestibule.account.Login;
import dev.vestibule.account.Passwords;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.event.Detail;
import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import dev.vestibule.event.Reason;
import dev.vestibule.login.Grant;
import dev.vestibule.login.NewPassword;
import dev.vestibule.page.Done;
import dev.vestibule.page.Forms;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
import dev.vestibule.throttle.KnownBrowsers;
import dev.vestibule.throttle.PasswordTries;
import dev.vestibule.throttle.Reservation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Changes one's own password, for who knows the present one; every other session ends. */
@SignedInPage
@RequestMapping("/preferences/password")
class OwnPassword {
    private static final String VIEW = "preferences/password";

    private final Accounts accounts;
    private final Passwords passwords;
    private final NewPassword newPassword;
    private final PasswordTries tries;
    private final KnownBrowsers browsers;
    private final Grant grant;
    private final ApiKeys keys;
    private final ApplicationEventPublisher events;

    OwnPassword(
            Accounts accounts,
            Passwords passwords,
            NewPassword newPassword,
            PasswordTries tries,
            KnownBrowsers browsers,
            Grant grant,
            ApiKeys keys,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.newPassword = newPassword;
        this.tries = tries;
        this.browsers = browsers;
        this.grant = grant;
        this.keys = keys;
        this.events = events;
    }

    record PasswordForm(
            @NotEmpty(message = "{refused.password.blank}") String current_password,
            @NotEmpty(message = "{refused.password.blank}") String new_password,
            String new_password_confirmation) {
        @Override
        public String toString() {
            return "PasswordForm[concealed]";
        }
    }

    @ModelAttribute("minimum")
    int minimum() {
        return passwords.minimum();
    }

    /** They go on working, which whoever changes a password should know. */
    @ModelAttribute("apiKeys")
    int apiKeys(@AuthenticationPrincipal Person person) {
        return keys.count(person.id());
    }

    @GetMapping
    String page(Model model) {
        model.addAttribute("passwordForm", new PasswordForm("", "", ""));
        return VIEW;
    }

    @PostMapping
    ModelAndView change(
            @AuthenticationPrincipal Person person,
            @Valid @ModelAttribute("passwordForm") PasswordForm form,
            BindingResult errors,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!errors.hasErrors()) {
            check(accounts.get(person.id()), form, request, errors);
        }
        if (errors.hasErrors()) {
            return Forms.refused(VIEW);
        }
        Optional<Integer> version = passwords.change(person.id(), person.credentialVersion(), form.new_password());
        version.ifPresent(v -> grant.withPassword(v, request, response));
        // Without one this session has ended meanwhile, and the next page says why.
        return Forms.accepted(Done.PASSWORD.redirectTo("/preferences"));
    }

    /** A stolen session must not become a place to guess the password: it counts as at the login. */
    private void check(Account account, PasswordForm form, HttpServletRequest request, BindingResult errors) {
        var tried = tries.reserve(Login.parse(account.login()), browsers.caller(request));
        if (!(tried instanceof Reservation reservation)) {
            newPassword.rejectWaiting(account, browsers.caller(request), errors);
            events.publishEvent(Event.of(Kind.PASSWORD_WAIT, account.id()));
            return;
        }
        try (reservation) {
            if (!isCurrent(account, form, reservation)) {
                errors.rejectValue("current_password", "refused.password.wrong");
                events.publishEvent(Event.of(Kind.PASSWORD_REFUSED, account.id())
                        .because(Reason.WRONG)
                        .by(Factor.PASSWORD.code()));
                return;
            }
        }
        newPassword.check(account, form.new_password(), form.new_password_confirmation(), errors);
    }

    private boolean isCurrent(Account account, PasswordForm form, Reservation reservation) {
        boolean current = passwords.isCurrent(account, form.current_password());
        if (!current && reservation.fail()) {
            events.publishEvent(Event.of(Kind.PASSWORDS_KEEP_FAILING, account.id())
                    .with(Detail.COUNT, PasswordTries.FROM_ANYWHERE));
        }
        return current;
    }
}
