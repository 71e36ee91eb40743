package dev.vestibule.preferences;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Passwords;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.login.SessionRenewal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.setpassword.NewPassword;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Changes the user's own password, which needs the present one; every other session ends. */
@SignedInPage
@RequestMapping("/preferences/password")
class OwnPasswordController {
    private static final String VIEW = "preferences/password";

    private final AccountRepository accounts;
    private final Passwords passwords;
    private final NewPassword newPassword;
    private final CurrentPassword currentPassword;
    private final SessionRenewal sessionRenewal;
    private final ApiKeys keys;

    OwnPasswordController(
            AccountRepository accounts,
            Passwords passwords,
            NewPassword newPassword,
            CurrentPassword currentPassword,
            SessionRenewal sessionRenewal,
            ApiKeys keys) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.newPassword = newPassword;
        this.currentPassword = currentPassword;
        this.sessionRenewal = sessionRenewal;
        this.keys = keys;
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

    /** API keys stay valid; the page tells the user so after a change of the password. */
    @ModelAttribute("apiKeys")
    int apiKeys(@AuthenticationPrincipal AccountPrincipal principal) {
        return keys.count(principal.id());
    }

    @GetMapping
    String page(Model model) {
        model.addAttribute("passwordForm", new PasswordForm("", "", ""));
        return VIEW;
    }

    @PostMapping
    ModelAndView change(
            @AuthenticationPrincipal AccountPrincipal principal,
            @Valid @ModelAttribute("passwordForm") PasswordForm form,
            BindingResult errors,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!errors.hasErrors()) {
            Account account = accounts.get(principal.id());
            if (currentPassword.check(account, form.current_password(), request, errors)) {
                newPassword.check(account, form.new_password(), form.new_password_confirmation(), errors);
            }
        }
        if (errors.hasErrors()) {
            return Forms.refused(VIEW);
        }
        Optional<Integer> version =
                passwords.change(principal.id(), principal.credentialVersion(), form.new_password());
        version.ifPresent(v -> sessionRenewal.withPassword(v, request, response));
        // Without a version the session has ended meanwhile, and the next page says why.
        return Forms.accepted(Confirmation.PASSWORD.redirectTo("/preferences"));
    }
}
