package dev.vestibule.login;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.web.LoginPaths;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** Signs out, {@code POST /logout}, and permits every caller; trusted devices stay trusted. */
@Controller
class Logout implements SignInStep {
    private final SignInRecorder recorder;

    Logout(SignInRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void configure(HttpSecurity http) {
        http.logout(logout -> logout.addLogoutHandler(this::end)
                .deleteCookies("REDIRECT_URI")
                .logoutSuccessHandler((request, response, signIn) ->
                        Redirects.redirect(request, response, LoginPaths.PASSWORD + "?logout")));
    }

    @Override
    public void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(LoginPaths.LOGOUT).permitAll();
    }

    private void end(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication signIn) {
        if (signIn != null && signIn.getPrincipal() instanceof AccountPrincipal principal) {
            recorder.signedOut(principal, request);
        }
    }

    /** Never reached, as the chain answers the form before; it makes every other method "not allowed" on this path. */
    @PostMapping(LoginPaths.LOGOUT)
    void form() {}
}
