package dev.vestibule.settings;

import dev.vestibule.login.SignedInPage;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The administrator's home: how many accounts there are, and what deserves a look. */
@SignedInPage
class SettingsHome {
    private final UserList users;

    SettingsHome(UserList users) {
        this.users = users;
    }

    @GetMapping("/settings")
    String page(Model model) {
        UserList.Counts counts = users.counts();
        model.addAttribute("accounts", counts.accounts());
        model.addAttribute("withMfa", counts.withMfa());
        model.addAttribute("withoutPassword", counts.withoutPassword());
        model.addAttribute("disabled", counts.disabled());
        return "settings/index";
    }
}
