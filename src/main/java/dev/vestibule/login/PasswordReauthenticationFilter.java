package dev.vestibule.login;

import dev.vestibule.reauthentication.Reauthentication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** Reads the password from the form of a signed-in user who has to reauthenticate; the session says whose it is. */
final class PasswordReauthenticationFilter extends AbstractAuthenticationProcessingFilter {
    private final Reauthentication reauthentication;

    PasswordReauthenticationFilter(Reauthentication reauthentication) {
        super(PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/login"));
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
