package dev.vestibule.login;

import dev.vestibule.web.LoginPaths;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The help for users who lost the password, or the phone and the recovery codes; the page knows no account. */
@Controller
class SignInHelp implements SignInStep {
    @Override
    public void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(LoginPaths.HELP).permitAll();
    }

    @GetMapping(LoginPaths.HELP)
    String page() {
        return "login/help";
    }
}
