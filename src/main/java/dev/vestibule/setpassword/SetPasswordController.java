package dev.vestibule.setpassword;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.login.LoginEvents;
import dev.vestibule.login.SignInStep;
import dev.vestibule.login.UsernameHint;
import dev.vestibule.throttle.Caller;
import dev.vestibule.throttle.PasswordTries;
import dev.vestibule.throttle.PasswordTries.NetworkWaits;
import dev.vestibule.web.Forms;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page on which a user chooses a password by a one-time link. The link signs nobody in; the user
 * then signs in with the new password and the second factor (ASVS 5.0, 6.4.3).
 */
@Controller
@RequestMapping("/set-password/{token}")
class SetPasswordController implements SignInStep {
    private static final String VIEW = "account/set-password";

    private final AccountRepository accounts;
    private final SetPasswordLinks links;
    private final Passwords passwords;
    private final NewPassword newPassword;
    private final PasswordTries tries;
    private final UsernameHint usernames;
    private final LoginEvents events;

    SetPasswordController(
            AccountRepository accounts,
            SetPasswordLinks links,
            Passwords passwords,
            NewPassword newPassword,
            PasswordTries tries,
            UsernameHint usernames,
            LoginEvents events) {
        this.accounts = accounts;
        this.links = links;
        this.passwords = passwords;
        this.newPassword = newPassword;
        this.tries = tries;
        this.usernames = usernames;
        this.events = events;
    }

    record PasswordForm(
            @NotEmpty(message = "{refused.password.blank}") String new_password, String new_password_confirmation) {
        @Override
        public String toString() {
            return "PasswordForm[concealed]";
        }
    }

    @Override
    public void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers("/set-password/*").permitAll();
    }

    /** It counts nothing: another site can make any browser ask for it, and 256 bits are not guessed. */
    @GetMapping
    ModelAndView page(@PathVariable String token, Model model) {
        Optional<Account> account = holder(token);
        account.ifPresent(a -> show(a, token, model));
        model.addAttribute("passwordForm", new PasswordForm("", ""));
        return account.isPresent() ? new ModelAndView(VIEW) : voidLink();
    }

    @PostMapping
    @Nullable
    ModelAndView set(
            @PathVariable String token,
            @Valid @ModelAttribute("passwordForm") PasswordForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Optional<Account> account = holder(token);
        if (account.isEmpty()) {
            return refuse(request, response);
        }
        if (!errors.hasErrors()) {
            newPassword.check(account.get(), form.new_password(), form.new_password_confirmation(), errors);
        }
        if (errors.hasErrors()) {
            show(account.get(), token, model);
            return Forms.refused(VIEW);
        }
        if (passwords.set(token, form.new_password())) {
            usernames.keep(account.get().login(), form.new_password(), request, response);
            return Forms.accepted("redirect:/login?set");
        }
        return refuse(request, response);
    }

    private Optional<Account> holder(String token) {
        return links.holder(token).flatMap(accounts::findById);
    }

    private void show(Account account, String token, Model model) {
        model.addAttribute("token", token);
        model.addAttribute("login", account.login());
        model.addAttribute("minimum", passwords.minimum());
    }

    /** The form of a void link. A network that sends too many has to wait, and its further ones are only counted. */
    private @Nullable ModelAndView refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<NetworkWaits> waits = tries.linkRefused(Caller.unknown(request));
        if (waits.isPresent()) {
            events.passwordWaits(null);
            Redirects.tooManyTries(response, waits.get().left());
            return null;
        }
        events.linkRefused();
        return voidLink();
    }

    private static ModelAndView voidLink() {
        return new ModelAndView("account/link-void", HttpStatus.GONE);
    }
}
