package dev.vestibule.preferences;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Factor;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.Username;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.login.SessionRenewal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.setpassword.NewPassword;
import dev.vestibule.throttle.KnownBrowsers;
import dev.vestibule.throttle.PasswordTries;
import dev.vestibule.throttle.TryReservation;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
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

/** Changes the user's own password, which needs the present one; every other session ends. */
@SignedInPage
@RequestMapping("/preferences/password")
class OwnPasswordController {
    private static final String VIEW = "preferences/password";

    private final AccountRepository accounts;
    private final Passwords passwords;
    private final NewPassword newPassword;
    private final PasswordTries tries;
    private final KnownBrowsers browsers;
    private final SessionRenewal sessionRenewal;
    private final ApiKeys keys;
    private final ApplicationEventPublisher events;

    OwnPasswordController(
            AccountRepository accounts,
            Passwords passwords,
            NewPassword newPassword,
            PasswordTries tries,
            KnownBrowsers browsers,
            SessionRenewal sessionRenewal,
            ApiKeys keys,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.newPassword = newPassword;
        this.tries = tries;
        this.browsers = browsers;
        this.sessionRenewal = sessionRenewal;
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
            check(accounts.get(principal.id()), form, request, errors);
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

    /**
     * A wrong present password counts as at the sign-in, so that a stolen session cannot be used to guess the password.
     */
    private void check(Account account, PasswordForm form, HttpServletRequest request, BindingResult errors) {
        var tried = tries.reserve(Username.parse(account.login()), browsers.caller(request));
        if (!(tried instanceof TryReservation reservation)) {
            newPassword.rejectWaiting(account, browsers.caller(request), errors);
            events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_WAIT, account.id()));
            return;
        }
        try (reservation) {
            if (!isCurrent(account, form, reservation)) {
                errors.rejectValue("current_password", "refused.password.wrong");
                events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_REFUSED, account.id())
                        .because(AuditReason.WRONG)
                        .by(Factor.PASSWORD.code()));
                return;
            }
        }
        newPassword.check(account, form.new_password(), form.new_password_confirmation(), errors);
    }

    private boolean isCurrent(Account account, PasswordForm form, TryReservation reservation) {
        boolean current = passwords.isCurrent(account, form.current_password());
        if (!current && reservation.fail()) {
            events.publishEvent(AuditEvent.of(AuditEventType.PASSWORDS_KEEP_FAILING, account.id())
                    .with(AuditDetail.COUNT, PasswordTries.FROM_ANYWHERE));
        }
        return current;
    }
}
