package dev.vestibule.api;

import dev.vestibule.login.NetworkWaitsException;
import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import dev.vestibule.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;

/** Authenticates each request of the API by the one credential it carries, and refuses those without. */
final class ApiAuthenticationFilter extends AbstractAuthenticationProcessingFilter {
    private final Problems problems;

    ApiAuthenticationFilter(ApiAuthenticationService credentials, Problems problems) {
        super(new NegatedRequestMatcher(ApiSecurity.PUBLIC), credentials::authenticate);
        this.problems = problems;
        setAuthenticationConverter(new ApiCredentialConverter());
        setSecurityContextRepository(new NullSecurityContextRepository());
        setAuthenticationSuccessHandler((request, response, authentication) -> {});
        setAuthenticationFailureHandler(this::refuse);
    }

    @Override
    protected void successfulAuthentication(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, Authentication caller)
            throws IOException, ServletException {
        super.successfulAuthentication(request, response, chain, caller);
        chain.doFilter(request, response);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal)
            throws IOException {
        if (refusal instanceof NetworkWaitsException waits) {
            problems.tooManyTries(response, waits.left());
        } else if (refusal.getCause() instanceof ProblemException malformed) {
            problems.write(response, malformed);
        } else {
            challenge(response);
            problems.write(response, Problem.UNAUTHENTICATED);
        }
    }

    /** Every 401 names the schemes that are accepted. */
    static void challenge(HttpServletResponse response) {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Vestibule\", Bearer realm=\"Vestibule\"");
    }
}
