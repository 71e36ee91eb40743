package dev.vestibule.settings.user;

import dev.vestibule.account.AccountService;
import dev.vestibule.account.AccountService.Outcome;
import dev.vestibule.account.Role;
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

/** Changes an account's role between user and administrator. */
@SignedInPage
@RequestMapping("/settings/users/{id}/role")
class UserRoleController {
    private static final String VIEW = "settings/user-role";

    private final UserView.Finder users;
    private final AccountService accountService;
    private final ProtectedAccounts accounts;

    UserRoleController(UserView.Finder users, AccountService accountService, ProtectedAccounts accounts) {
        this.users = users;
        this.accountService = accountService;
        this.accounts = accounts;
    }

    record Form(@Nullable Role role) {}

    @GetMapping
    String page(@PathVariable UUID id, @AuthenticationPrincipal AccountPrincipal principal, Model model) {
        show(id, principal, model);
        model.addAttribute("form", new Form(users.account(id).role()));
        return VIEW;
    }

    @PostMapping
    ModelAndView change(
            @PathVariable UUID id,
            @AuthenticationPrincipal AccountPrincipal principal,
            @ModelAttribute("form") Form form,
            BindingResult errors,
            Model model) {
        boolean another = !users.account(id).id().equals(principal.id());
        Role role = form.role();
        if (role == null && !errors.hasErrors()) {
            errors.rejectValue("role", "refused.role.unknown");
        }
        if (role != null && another && accountService.changeRole(id, role) == Outcome.DONE) {
            return Forms.accepted(Confirmation.USER_ROLE.redirectTo("/settings/users/" + id));
        }
        show(id, principal, model);
        return Forms.refused(VIEW);
    }

    private void show(UUID id, AccountPrincipal principal, Model model) {
        model.addAttribute("user", users.view(id));
        model.addAttribute("impossible", accounts.reason(id, principal));
    }
}
