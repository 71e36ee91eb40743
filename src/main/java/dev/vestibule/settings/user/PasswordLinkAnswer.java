package dev.vestibule.settings.user;

import dev.vestibule.account.Account;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.network.Site;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Shows a new set-password link, in the form's own answer and never again. */
@Component
class PasswordLinkAnswer {
    private final SetPasswordLinks links;
    private final Site site;

    PasswordLinkAnswer(SetPasswordLinks links, Site site) {
        this.links = links;
        this.site = site;
    }

    /** @param created whether the account is new as well */
    ModelAndView to(Account account, boolean created) {
        SetPasswordLinks.Link link = links.issue(account.id());
        return new ModelAndView(
                "settings/user-created",
                Map.of(
                        "user",
                        account,
                        "created",
                        created,
                        "link",
                        site.absolute(link.path()).orElse(link.path()),
                        "expiresAt",
                        link.expiresAt()));
    }
}
