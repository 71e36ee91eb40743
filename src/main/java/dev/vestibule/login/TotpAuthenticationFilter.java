package dev.vestibule.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** Takes the code form, and no more than its code: who it is for stands in the session. */
final class TotpAuthenticationFilter extends AbstractAuthenticationProcessingFilter {
    private final Reauthentication proofs;

    TotpAuthenticationFilter(Reauthentication proofs) {
        super(PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/login/code"));
        this.proofs = proofs;
    }

    @Override
    public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
        Authentication signIn = SecurityContextHolder.getContext().getAuthentication();
        if (signIn == null || !proofs.awaitsCode(signIn, request, response)) {
            throw new InsufficientAuthenticationException("no sign-in waits for a code");
        }
        var asked = new TotpAuthentication(signIn, request.getParameter("confirmation_code"));
        return getAuthenticationManager().authenticate(asked);
    }
}
