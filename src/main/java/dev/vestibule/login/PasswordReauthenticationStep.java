package dev.vestibule.login;

import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.web.LoginPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.stereotype.Component;

/** Takes the password form of a signed-in user who has to reauthenticate; {@link PasswordStep} shows it. */
@Component
class PasswordReauthenticationStep implements SignInStep {
    private final PasswordStep step;
    private final PasswordAttempts attempts;
    private final SignInCompletion completion;
    private final Reauthentication reauthentication;
    private final PasswordReauthenticationProvider provider;

    PasswordReauthenticationStep(
            PasswordStep step,
            PasswordAttempts attempts,
            SignInCompletion completion,
            Reauthentication reauthentication,
            PasswordReauthenticationProvider provider) {
        this.step = step;
        this.attempts = attempts;
        this.completion = completion;
        this.reauthentication = reauthentication;
        this.provider = provider;
    }

    @Override
    public void configure(HttpSecurity http) {
        var filter = new Filter(reauthentication);
        filter.setAuthenticationDetailsSource(attempts);
        filter.setAuthenticationSuccessHandler(completion);
        filter.setAuthenticationFailureHandler(step::refuse);
        SignInStep.add(filter, http);
        http.authenticationProvider(provider);
    }

    /** Reads the password and nothing else: the session says whose it is. */
    private static final class Filter extends AbstractAuthenticationProcessingFilter {
        private final Reauthentication reauthentication;

        Filter(Reauthentication reauthentication) {
            super(PathPatternRequestMatcher.pathPattern(HttpMethod.POST, LoginPaths.PASSWORD));
            this.reauthentication = reauthentication;
        }

        @Override
        protected boolean requiresAuthentication(HttpServletRequest request, HttpServletResponse response) {
            if (!super.requiresAuthentication(request, response)) {
                return false;
            }
            Authentication signIn = SecurityContextHolder.getContext().getAuthentication();
            return signIn != null && reauthentication.begins(signIn, request, response);
        }

        @Override
        public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
            Authentication signIn = SecurityContextHolder.getContext().getAuthentication();
            var asked = new PasswordReauthentication(Objects.requireNonNull(signIn), request.getParameter("password"));
            asked.setDetails(authenticationDetailsSource.buildDetails(request));
            return getAuthenticationManager().authenticate(asked);
        }
    }
}
