package dev.vestibule.login;

import dev.vestibule.principal.SignInStage;
import dev.vestibule.reauthentication.Reauthentication;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.LoginPaths;
import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Objects;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.stereotype.Component;

/** Redirects a user without a required factor to the step that adds it, which may be one that was taken too long ago. */
@Component
public class LoginEntryPoint implements AuthenticationEntryPoint {
    private final SignInContextRepository contexts;
    private final Reauthentication reauthentication;
    private final CookieSerializer sessionCookie;

    LoginEntryPoint(
            SignInContextRepository contexts, Reauthentication reauthentication, CookieSerializer sessionCookie) {
        this.contexts = contexts;
        this.reauthentication = reauthentication;
        this.sessionCookie = sessionCookie;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason) {
        Authentication current = contexts.of(request);
        Redirects.redirect(
                request,
                response,
                switch (SignInStage.of(current)) {
                    case CODE -> LoginPaths.CODE;
                    case ENROLMENT_DUE -> LoginPaths.ENROLMENT_PASS;
                    case ENROLLING -> LoginPaths.WIZARD;
                    case EXPIRED -> LoginPaths.PASSWORD + "?expired";
                    case SIGNED_IN -> reauthentication.ask(Objects.requireNonNull(current), request, response);
                    case VISITOR -> visitor(request, response);
                });
    }

    /** The form that was sent, if one was, is not kept: after the sign-in its page says that nothing was saved. */
    private String visitor(HttpServletRequest request, HttpServletResponse response) {
        reauthentication.keepPageOfForm("done=" + Confirmation.UNSAVED.code(), request, response);
        var ended = SignInContextRepository.ended(request);
        if (ended.isPresent()) {
            end(request);
            return LoginPaths.PASSWORD + "?ended=" + ended.get().code();
        }
        boolean hadSession = request.getRequestedSessionId() != null;
        // A session that this request began has no account any more when the account was deleted.
        end(request);
        if (!hadSession) {
            return LoginPaths.PASSWORD;
        }
        // Said once: without its cookie this browser is a visitor like any other.
        sessionCookie.writeCookieValue(new CookieValue(request, response, ""));
        return LoginPaths.PASSWORD + "?ended";
    }

    private static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
