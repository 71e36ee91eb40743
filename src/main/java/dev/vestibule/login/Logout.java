package dev.vestibule.login;

import dev.vestibule.page.Reply;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** The way out, {@code POST /logout}, for anyone; it leaves the trusted devices alone. */
@Controller
class Logout {
    static void configure(LogoutConfigurer<HttpSecurity> logout) {
        logout.deleteCookies("REDIRECT_URI")
                .logoutSuccessHandler((request, response, who) -> Reply.redirect(request, response, "/login?logout"));
    }

    /** Never reached, as the chain answers the form before; it makes every other method "not allowed" on this path. */
    @PostMapping("/logout")
    void form() {}
}
