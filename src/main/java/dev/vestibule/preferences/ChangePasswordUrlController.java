package dev.vestibule.preferences;

import dev.vestibule.login.SignInStep;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The address at which password managers look for the form that changes a password (W3C, "A Well-Known URL for Changing Passwords"). */
@Controller
class ChangePasswordUrlController implements SignInStep {
    static final String PATH = "/.well-known/change-password";

    @Override
    public void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(PATH).permitAll();
    }

    @GetMapping(PATH)
    void leadToTheForm(HttpServletRequest request, HttpServletResponse response) {
        Redirects.redirect(request, response, "/preferences/password");
    }
}
