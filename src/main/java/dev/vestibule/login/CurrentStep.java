package dev.vestibule.login;

import dev.vestibule.principal.SignInStage;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.web.LoginPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Objects;
import org.springframework.security.core.Authentication;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.stereotype.Component;

/** The step that a browser has to take next, whatever it requested. */
@Component
public class CurrentStep {
    private final SignInContextRepository contexts;
    private final Reauthentication reauthentication;
    private final CookieSerializer sessionCookie;

    CurrentStep(SignInContextRepository contexts, Reauthentication reauthentication, CookieSerializer sessionCookie) {
        this.contexts = contexts;
        this.reauthentication = reauthentication;
        this.sessionCookie = sessionCookie;
    }

    /** The path of the step; for a signed-in user, of the reauthentication or the page that comes next. */
    public String nextPath(HttpServletRequest request, HttpServletResponse response) {
        Authentication current = contexts.of(request);
        SignInStage stage = SignInStage.of(current);
        return switch (stage) {
            case CODE, ENROLMENT_DUE, ENROLLING -> stage.path();
            case EXPIRED -> LoginPaths.PASSWORD + "?expired";
            case SIGNED_IN -> reauthentication.next(Objects.requireNonNull(current), request, response);
            case VISITOR -> visitor(request, response);
        };
    }

    private String visitor(HttpServletRequest request, HttpServletResponse response) {
        var reason = SignInContextRepository.ended(request);
        boolean hadSession = request.getRequestedSessionId() != null;
        // A session that this request began has no account any more when the account was deleted.
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        if (reason.isPresent()) {
            return LoginPaths.PASSWORD + "?ended=" + reason.get().code();
        }
        if (!hadSession) {
            return LoginPaths.PASSWORD;
        }
        // Only once: without its cookie this browser is a visitor like any other.
        sessionCookie.writeCookieValue(new CookieValue(request, response, ""));
        return LoginPaths.PASSWORD + "?ended";
    }
}
