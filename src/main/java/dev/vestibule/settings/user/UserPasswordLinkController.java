package dev.vestibule.settings.user;

import dev.vestibule.formkey.FormKeys;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Creates a new set-password link; the present password stays valid until the link is used. */
@SignedInPage
@RequestMapping("/settings/users/{id}/password-link")
class UserPasswordLinkController {
    private static final String VIEW = "settings/user-password-link";

    private final UserView.Finder users;
    private final PasswordLinkAnswer answer;
    private final FormKeys forms;

    UserPasswordLinkController(UserView.Finder users, PasswordLinkAnswer answer, FormKeys forms) {
        this.users = users;
        this.answer = answer;
        this.forms = forms;
    }

    @GetMapping
    String page(@PathVariable UUID id, Model model) {
        model.addAttribute("user", users.view(id));
        return VIEW;
    }

    @PostMapping
    ModelAndView issue(
            @PathVariable UUID id,
            @RequestParam(name = FormKeys.FIELD, required = false) @Nullable String formKey,
            Model model) {
        var account = users.account(id);
        var once = forms.once(formKey, () -> answer.to(account, false));
        return switch (once.state()) {
            case MADE -> once.get();
            case SENT_BEFORE -> Forms.accepted(Confirmation.SENT_BEFORE.redirectTo("/settings/users/" + id));
            case STALE -> {
                model.addAttribute("user", users.view(id));
                model.addAttribute("stale", FormKeys.STALE_TEXT);
                yield Forms.refused(VIEW);
            }
        };
    }
}
