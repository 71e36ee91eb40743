package dev.vestibule.settings;

import dev.vestibule.person.SignedInPage;
import java.util.UUID;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Makes a new set-password link; the present password goes on working until the link is used. */
@SignedInPage
@RequestMapping("/settings/users/{id}/password-link")
class UserPasswordLink {
    private final UserView.Finder users;
    private final PasswordLinkAnswer answer;

    UserPasswordLink(UserView.Finder users, PasswordLinkAnswer answer) {
        this.users = users;
        this.answer = answer;
    }

    @GetMapping
    String page(@PathVariable UUID id, Model model) {
        model.addAttribute("user", users.view(id));
        return "settings/user-password-link";
    }

    @PostMapping
    ModelAndView issue(@PathVariable UUID id) {
        return answer.to(users.account(id), false);
    }
}
