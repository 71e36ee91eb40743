package dev.vestibule.login.code;

import dev.vestibule.login.FactorAuthentication;
import dev.vestibule.reauthentication.Reauthentication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** Reads the code from a form of the second step and nothing else: the session says whose code it is. */
final class CodeAuthenticationFilter extends AbstractAuthenticationProcessingFilter {
    private final String field;
    private final BiFunction<Authentication, @Nullable String, FactorAuthentication> factor;
    private final Reauthentication reauthentication;

    /**
     * @param field the form's field with the code
     * @param factor creates the authentication that adds the typed code to the sign-in of the session
     */
    CodeAuthenticationFilter(
            String path,
            String field,
            BiFunction<Authentication, @Nullable String, FactorAuthentication> factor,
            Reauthentication reauthentication) {
        super(PathPatternRequestMatcher.pathPattern(HttpMethod.POST, path));
        this.field = field;
        this.factor = factor;
        this.reauthentication = reauthentication;
    }

    @Override
    public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
        Authentication signIn = SecurityContextHolder.getContext().getAuthentication();
        if (signIn == null || !reauthentication.awaitsCode(signIn, request, response)) {
            throw new InsufficientAuthenticationException("no sign-in waits for a code");
        }
        return getAuthenticationManager().authenticate(factor.apply(signIn, request.getParameter(field)));
    }
}
