package dev.vestibule.settings.user;

import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Switches MFA off for a user; the apps stay. */
@SignedInPage
@RequestMapping("/settings/users/{id}/mfa-disable")
class UserMfaController {
    private static final String VIEW = "settings/user-mfa-disable";

    private final UserView.Finder users;
    private final MfaSwitch mfa;

    UserMfaController(UserView.Finder users, MfaSwitch mfa) {
        this.users = users;
        this.mfa = mfa;
    }

    @GetMapping
    String page(@PathVariable UUID id, Model model) {
        show(id, model);
        return VIEW;
    }

    @PostMapping
    ModelAndView disable(@PathVariable UUID id, Model model) {
        show(id, model);
        return mfa.disable(id, Optional.empty()).refusal() == null
                ? Forms.accepted(Confirmation.USER_MFA_DISABLED.redirectTo("/settings/users/" + id))
                : Forms.refused(VIEW);
    }

    private static @Nullable String impossible(UserView user) {
        if (!user.mfa()) {
            return "mfa-off";
        }
        return user.mfaRequired() ? "mfa-required" : null;
    }

    private void show(UUID id, Model model) {
        UserView user = users.view(id);
        model.addAttribute("user", user);
        model.addAttribute("impossible", impossible(user));
    }
}
