package dev.vestibule.settings;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.settings.user.UserList;
import dev.vestibule.trusteddevice.RememberOffer;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The administrator's home page: the numbers of accounts, and those that need attention. */
@SignedInPage
class SettingsController {
    private final UserList users;
    private final RememberOffer offers;

    SettingsController(UserList users, RememberOffer offers) {
        this.users = users;
        this.offers = offers;
    }

    @GetMapping("/settings")
    String page(@AuthenticationPrincipal AccountPrincipal principal, HttpServletRequest request, Model model) {
        UserList.Counts counts = users.counts();
        model.addAttribute("accounts", counts.accounts());
        model.addAttribute("withMfa", counts.withMfa());
        model.addAttribute("withoutPassword", counts.withoutPassword());
        model.addAttribute("disabled", counts.disabled());
        model.addAttribute("cookieWarning", offers.dropsCookie(request, principal.parameters()));
        return "settings/index";
    }
}
