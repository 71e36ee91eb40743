package dev.vestibule.login;

import dev.vestibule.account.SessionEndReason;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignInStage;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.web.LoginPaths;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first step, {@code /login}: Spring Security's form login checks the password, this class shows the page. */
@Controller
class PasswordStep implements SignInStep {
    /** The reasons for showing this page, each a query parameter without a value. */
    private static final Set<String> REASONS = Set.of("codes", "expired", "logout", "set");

    private final SignInContextRepository contexts;
    private final Reauthentication reauthentication;
    private final SignInCompletion completion;
    private final PasswordAttempts attempts;
    private final UsernameHint usernames;
    private final PasswordAuthenticationProvider provider;

    PasswordStep(
            SignInContextRepository contexts,
            Reauthentication reauthentication,
            SignInCompletion completion,
            PasswordAttempts attempts,
            UsernameHint usernames,
            PasswordAuthenticationProvider provider) {
        this.contexts = contexts;
        this.reauthentication = reauthentication;
        this.completion = completion;
        this.attempts = attempts;
        this.usernames = usernames;
        this.provider = provider;
    }

    @Override
    public void configure(HttpSecurity http) {
        http.formLogin(this::form).authenticationProvider(provider);
    }

    @Override
    public void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(LoginPaths.PASSWORD).permitAll();
    }

    private void form(FormLoginConfigurer<HttpSecurity> form) {
        form.loginPage(LoginPaths.PASSWORD)
                .authenticationDetailsSource(attempts)
                .successHandler(completion)
                .failureHandler(this::refuse)
                .withObjectPostProcessor(new ObjectPostProcessor<UsernamePasswordAuthenticationFilter>() {
                    @Override
                    public <F extends UsernamePasswordAuthenticationFilter> F postProcess(F filter) {
                        // SignInRecorder saves the session, together with the event of the step.
                        filter.setSessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy());
                        filter.setSecurityContextRepository(new NullSecurityContextRepository());
                        return filter;
                    }
                });
    }

    /**
     * One answer to every wrong password. Spring's own handler would keep the failed authentication, password and all, in
     * the session.
     */
    void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal)
            throws IOException {
        if (refusal instanceof InternalAuthenticationServiceException fault
                && fault.getCause() instanceof RuntimeException cause) {
            throw cause;
        }
        if (refusal instanceof NetworkWaitsException waits) {
            Redirects.tooManyTries(response, waits.left());
            return;
        }
        if (Reauthentication.isBegun(request)) {
            Redirects.redirect(request, response, Reauthentication.PASSWORD_STEP + "&error");
            return;
        }
        usernames.keep(request.getParameter("username"), request.getParameter("password"), request, response);
        Redirects.redirect(request, response, LoginPaths.PASSWORD + "?error");
    }

    @GetMapping(LoginPaths.PASSWORD)
    @Nullable
    String page(HttpServletRequest request, HttpServletResponse response, Model model) {
        Authentication current = contexts.of(request);
        if (current != null && SignInStage.of(current) == SignInStage.SIGNED_IN) {
            return reauthenticate(current, request, response, model);
        }
        Map<String, String[]> query = request.getParameterMap();
        String kept = usernames.take(request, response).orElse("");
        model.addAttribute(
                "login", current == null ? kept : AccountPrincipal.of(current).login());
        model.addAttribute("failed", failed(query));
        model.addAttribute("reason", reason(query).orElse(null));
        return "login/password";
    }

    /** The page for a signed-in user, or null after a redirect because this step is not required. */
    private @Nullable String reauthenticate(
            Authentication signIn, HttpServletRequest request, HttpServletResponse response, Model model) {
        String next = reauthentication.next(signIn, request, response);
        Map<String, String[]> query = request.getParameterMap();
        if (!next.equals(Reauthentication.PASSWORD_STEP) || !query.containsKey("proof")) {
            Redirects.redirect(request, response, next);
            return null;
        }
        reauthentication.explain(AccountPrincipal.of(signIn), request, response, model);
        model.addAttribute("failed", failed(query));
        return "login/reauthenticate-password";
    }

    /** An {@code error} with a code is a message of the layout, not about the password. */
    private static boolean failed(Map<String, String[]> query) {
        return query.containsKey("error") && query.get("error")[0].isEmpty();
    }

    private static Optional<String> reason(Map<String, String[]> query) {
        if (query.containsKey("ended")) {
            String why = query.get("ended")[0];
            return Arrays.stream(SessionEndReason.values())
                    .map(SessionEndReason::code)
                    .filter(why::equals)
                    .map(code -> "ended." + code)
                    .findFirst()
                    .or(() -> Optional.of("ended").filter(code -> why.isEmpty()));
        }
        return REASONS.stream().filter(query::containsKey).findFirst();
    }
}
