package dev.vestibule.login;

import dev.vestibule.principal.SignInStage;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.web.LoginPaths;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/**
 * Answers a form of the login whose CSRF token has expired because another tab signed in or out: nothing changes, and the
 * browser is redirected to the current step of the user.
 *
 * <p>Only where the browser says that the form came from our own page. Every other refusal is 403.
 */
@Component
class ExpiredFormHandler implements AccessDeniedHandler {
    private static final Set<String> FORMS =
            Set.of(LoginPaths.PASSWORD, LoginPaths.CODE, LoginPaths.RECOVERY, LoginPaths.LOGOUT);
    private static final String STALE = "error=stale";

    private final SignInContextRepository contexts;
    private final Reauthentication reauthentication;

    ExpiredFormHandler(SignInContextRepository contexts, Reauthentication reauthentication) {
        this.contexts = contexts;
        this.reauthentication = reauthentication;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
            throws IOException {
        if (refusal instanceof CsrfException && isOwnForm(request)) {
            Redirects.redirect(request, response, page(request, response));
        } else {
            Redirects.forbid(request, response, refusal);
        }
    }

    /** Other origins have been refused before; "none" is the address bar, which sends no form. */
    private static boolean isOwnForm(HttpServletRequest request) {
        return "POST".equals(request.getMethod())
                && FORMS.contains(request.getRequestURI())
                && (request.getHeader(HttpHeaders.ORIGIN) != null
                        || "same-origin".equals(request.getHeader("Sec-Fetch-Site")));
    }

    /** A page that this user can load by GET, so that no browser is redirected without end. */
    private String page(HttpServletRequest request, HttpServletResponse response) {
        Authentication current = contexts.of(request);
        SignInStage stage = SignInStage.of(current);
        return switch (stage) {
            case VISITOR, EXPIRED, ENROLMENT_DUE, ENROLLING -> stage.path() + "?" + STALE;
            case CODE ->
                (request.getRequestURI().equals(LoginPaths.RECOVERY) ? LoginPaths.RECOVERY : stage.path()) + "?"
                        + STALE;
            case SIGNED_IN ->
                reauthentication
                        .requiredByRequestedPage(Objects.requireNonNull(current), request, response)
                        .map(step -> step + "&" + STALE)
                        .orElse(stage.path() + "?" + STALE);
        };
    }
}
