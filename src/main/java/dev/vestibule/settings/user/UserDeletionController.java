package dev.vestibule.settings.user;

import dev.vestibule.account.AccountDeletion;
import dev.vestibule.account.AccountDeletion.Outcome;
import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Deletes an account for good. Administrators cannot delete their own account, as a mistake would cost too much. */
@SignedInPage
@RequestMapping("/settings/users/{id}/delete")
class UserDeletionController {
    private static final String VIEW = "settings/user-delete";

    private final UserView.Finder users;
    private final ProtectedAccounts accounts;
    private final AccountDeletion deletion;

    UserDeletionController(UserView.Finder users, ProtectedAccounts accounts, AccountDeletion deletion) {
        this.users = users;
        this.accounts = accounts;
        this.deletion = deletion;
    }

    /** @param version the version that the page showed */
    record Form(@Nullable Integer version) {}

    @GetMapping
    String page(
            @PathVariable UUID id,
            @AuthenticationPrincipal AccountPrincipal principal,
            @ModelAttribute("form") Form form,
            BindingResult errors,
            Model model) {
        show(id, principal, model);
        return VIEW;
    }

    @PostMapping
    ModelAndView delete(
            @PathVariable UUID id,
            @AuthenticationPrincipal AccountPrincipal principal,
            @ModelAttribute("form") Form form,
            BindingResult errors,
            Model model) {
        // The page gives the reason why a deletion is impossible.
        boolean possible = accounts.reason(users.account(id).id(), principal) == null;
        if (possible && delete(id, form, errors)) {
            return Forms.accepted(Confirmation.USER_DELETED.redirectTo("/settings/users"));
        }
        show(id, principal, model);
        return Forms.refused(VIEW);
    }

    private boolean delete(UUID id, Form form, BindingResult errors) {
        Outcome outcome = deletion.delete(id, form.version() == null ? -1 : form.version());
        switch (outcome) {
            case GONE -> throw new AccountNotFoundException(id);
            case STALE -> errors.reject("refused.stale.delete");
            case LAST_ADMINISTRATOR -> errors.reject("impossible.last-administrator");
            case DONE -> {}
        }
        return outcome == Outcome.DONE;
    }

    private void show(UUID id, AccountPrincipal principal, Model model) {
        model.addAttribute("user", users.view(id));
        model.addAttribute("impossible", accounts.reason(id, principal));
    }
}
