package dev.vestibule.settings;

import dev.vestibule.account.Registrar;
import dev.vestibule.account.Registrar.Outcome;
import dev.vestibule.account.Role;
import dev.vestibule.login.SignedInPage;
import dev.vestibule.page.Done;
import dev.vestibule.page.Forms;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Makes a user an administrator, or an administrator a user. */
@SignedInPage
@RequestMapping("/settings/users/{id}/role")
class UserRole {
    private static final String VIEW = "settings/user-role";

    private final UserView.Finder users;
    private final Registrar registrar;

    UserRole(UserView.Finder users, Registrar registrar) {
        this.users = users;
        this.registrar = registrar;
    }

    record Form(@Nullable Role role) {}

    @GetMapping
    String page(@PathVariable UUID id, Model model) {
        show(id, model);
        model.addAttribute("form", new Form(users.account(id).role()));
        return VIEW;
    }

    @PostMapping
    ModelAndView change(@PathVariable UUID id, @ModelAttribute("form") Form form, BindingResult errors, Model model) {
        show(id, model);
        if (form.role() == null) {
            if (!errors.hasErrors()) {
                errors.rejectValue("role", "refused.role.unknown");
            }
            return Forms.refused(VIEW);
        }
        return registrar.changeRole(id, form.role()) == Outcome.DONE
                ? Forms.accepted(Done.USER_ROLE.redirectTo("/settings/users/" + id))
                : Forms.refused(VIEW);
    }

    private void show(UUID id, Model model) {
        model.addAttribute("user", users.view(id));
        model.addAttribute("impossible", registrar.isLastAdministrator(id) ? "last-administrator" : null);
    }
}
