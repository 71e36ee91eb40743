package dev.vestibule.settings;

import dev.vestibule.device.RememberOffer;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The administrator's home: how many accounts there are, and what deserves a look. */
@SignedInPage
class SettingsHome {
    private final UserList users;
    private final RememberOffer offers;

    SettingsHome(UserList users, RememberOffer offers) {
        this.users = users;
        this.offers = offers;
    }

    @GetMapping("/settings")
    String page(@AuthenticationPrincipal Person person, HttpServletRequest request, Model model) {
        UserList.Counts counts = users.counts();
        model.addAttribute("accounts", counts.accounts());
        model.addAttribute("withMfa", counts.withMfa());
        model.addAttribute("withoutPassword", counts.withoutPassword());
        model.addAttribute("disabled", counts.disabled());
        model.addAttribute("cookieWarning", offers.dropsCookie(request, person.parameters()));
        return "settings/index";
    }
}
