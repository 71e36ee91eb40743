package dev.vestibule.settings;

import dev.vestibule.account.Registrar;
import dev.vestibule.account.Registrar.Outcome;
import dev.vestibule.account.Role;
import dev.vestibule.page.Done;
import dev.vestibule.page.Forms;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
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

/** Makes a user an administrator, or an administrator a user. */
@SignedInPage
@RequestMapping("/settings/users/{id}/role")
class UserRole {
    private static final String VIEW = "settings/user-role";

    private final UserView.Finder users;
    private final Registrar registrar;
    private final Protected accounts;

    UserRole(UserView.Finder users, Registrar registrar, Protected accounts) {
        this.users = users;
        this.registrar = registrar;
        this.accounts = accounts;
    }

    record Form(@Nullable Role role) {}

    @GetMapping
    String page(@PathVariable UUID id, @AuthenticationPrincipal Person person, Model model) {
        show(id, person, model);
        model.addAttribute("form", new Form(users.account(id).role()));
        return VIEW;
    }

    @PostMapping
    ModelAndView change(
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("form") Form form,
            BindingResult errors,
            Model model) {
        boolean another = !users.account(id).id().equals(person.id());
        Role role = form.role();
        if (role == null && !errors.hasErrors()) {
            errors.rejectValue("role", "refused.role.unknown");
        }
        if (role != null && another && registrar.changeRole(id, role) == Outcome.DONE) {
            return Forms.accepted(Done.USER_ROLE.redirectTo("/settings/users/" + id));
        }
        show(id, person, model);
        return Forms.refused(VIEW);
    }

    private void show(UUID id, Person person, Model model) {
        model.addAttribute("user", users.view(id));
        model.addAttribute("impossible", accounts.reason(id, person));
    }
}
