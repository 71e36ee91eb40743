package dev.vestibule.settings.user;

import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.EnrolmentPasses;
import dev.vestibule.authenticator.EnrolmentPasses.Pass;
import dev.vestibule.authenticator.MfaReset;
import dev.vestibule.formkey.FormKeys;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Resets the second factor of a user who has lost it. The answer shows an enrolment pass, once. */
@SignedInPage
@RequestMapping("/settings/users/{id}")
class UserResetController {
    private static final String RESET = "settings/user-reset";
    private static final String RENEW = "settings/user-enrolment-pass";

    private final UserView.Finder users;
    private final ProtectedAccounts accounts;
    private final AuthenticatorApps apps;
    private final MfaReset mfaReset;
    private final EnrolmentPasses passes;
    private final FormKeys forms;

    UserResetController(
            UserView.Finder users,
            ProtectedAccounts accounts,
            AuthenticatorApps apps,
            MfaReset mfaReset,
            EnrolmentPasses passes,
            FormKeys forms) {
        this.users = users;
        this.accounts = accounts;
        this.apps = apps;
        this.mfaReset = mfaReset;
        this.passes = passes;
        this.forms = forms;
    }

    @GetMapping("/reset")
    String resetPage(@PathVariable UUID id, @AuthenticationPrincipal AccountPrincipal principal, Model model) {
        showReset(id, principal, model);
        return RESET;
    }

    @PostMapping("/reset")
    ModelAndView reset(
            @PathVariable UUID id,
            @AuthenticationPrincipal AccountPrincipal principal,
            @RequestParam(name = FormKeys.FIELD, required = false) @Nullable String formKey,
            Model model) {
        UUID account = users.account(id).id();
        var once = forms.once(
                formKey,
                () -> account.equals(principal.id())
                        ? Optional.<Pass>empty()
                        : Optional.ofNullable(mfaReset.reset(account).pass()));
        return answer(id, once, model).orElseGet(() -> {
            showReset(id, principal, model);
            return Forms.refused(RESET);
        });
    }

    @GetMapping("/enrolment-pass")
    String passPage(@PathVariable UUID id, Model model) {
        showPass(id, model);
        return RENEW;
    }

    @PostMapping("/enrolment-pass")
    ModelAndView pass(
            @PathVariable UUID id,
            @RequestParam(name = FormKeys.FIELD, required = false) @Nullable String formKey,
            Model model) {
        UUID account = users.account(id).id();
        return answer(id, forms.once(formKey, () -> passes.renew(account)), model)
                .orElseGet(() -> {
                    showPass(id, model);
                    return Forms.refused(RENEW);
                });
    }

    /** Empty when the form is to be shown again. */
    private Optional<ModelAndView> answer(UUID id, FormKeys.Once<Optional<Pass>> once, Model model) {
        return switch (once.state()) {
            case MADE -> once.get().map(pass -> answer(id, pass, model));
            case SENT_BEFORE ->
                Optional.of(Forms.accepted(Confirmation.SENT_BEFORE.redirectTo("/settings/users/" + id)));
            case STALE -> {
                model.addAttribute("stale", FormKeys.STALE_TEXT);
                yield Optional.empty();
            }
        };
    }

    private ModelAndView answer(UUID id, Pass pass, Model model) {
        model.addAttribute("user", users.view(id));
        model.addAttribute("pass", pass.text().grouped());
        model.addAttribute("expiresAt", pass.expiresAt());
        return Forms.accepted("settings/user-enrolment-pass-created");
    }

    private void showReset(UUID id, AccountPrincipal principal, Model model) {
        UserView user = users.view(id);
        model.addAttribute("user", user);
        model.addAttribute("impossible", impossible(user, principal));
    }

    private @Nullable String impossible(UserView user, AccountPrincipal principal) {
        String reason = accounts.reason(user.id(), principal);
        if (reason != null) {
            return reason;
        }
        if (user.reset()) {
            return "enrolment-due";
        }
        return apps.count(user.id()) == 0 ? "no-app" : null;
    }

    private void showPass(UUID id, Model model) {
        UserView user = users.view(id);
        model.addAttribute("user", user);
        model.addAttribute("impossible", user.standing().byPass() ? null : "not-due");
    }
}
