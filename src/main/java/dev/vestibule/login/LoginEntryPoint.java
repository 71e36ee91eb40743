package dev.vestibule.login;

import dev.vestibule.principal.SignInStage;
import dev.vestibule.web.Confirmation;
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

/** Sends who may not come further yet to the step he is at, which may be one that he took before, too long ago. */
@Component
class LoginEntryPoint implements AuthenticationEntryPoint {
    private final SignInContextRepository accounts;
    private final Reauthentication proofs;
    private final CookieSerializer sessionCookie;

    LoginEntryPoint(SignInContextRepository accounts, Reauthentication proofs, CookieSerializer sessionCookie) {
        this.accounts = accounts;
        this.proofs = proofs;
        this.sessionCookie = sessionCookie;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason) {
        Authentication current = accounts.of(request);
        Redirects.redirect(
                request,
                response,
                switch (SignInStage.of(current)) {
                    case CODE -> "/login/code";
                    case ENROLMENT_DUE -> EnrolmentPassStep.PATH;
                    case ENROLLING -> EnrolmentPassStep.WIZARD;
                    case EXPIRED -> "/login?expired";
                    case SIGNED_IN -> proofs.ask(Objects.requireNonNull(current), request, response);
                    case VISITOR -> visitor(request, response);
                });
    }

    /** The form that was sent, if one was, is not kept: after the sign-in its page says that nothing was saved. */
    private String visitor(HttpServletRequest request, HttpServletResponse response) {
        proofs.keepPageOfForm("done=" + Confirmation.UNSAVED.code(), request, response);
        var ended = SignInContextRepository.ended(request);
        if (ended.isPresent()) {
            end(request);
            return "/login?ended=" + ended.get().code();
        }
        boolean hadSession = request.getRequestedSessionId() != null;
        // One that this very request began is nobody's any more, as that of a deleted account.
        end(request);
        if (!hadSession) {
            return "/login";
        }
        // Said once: without its cookie this browser is a visitor like any other.
        sessionCookie.writeCookieValue(new CookieValue(request, response, ""));
        return "/login?ended";
    }

    private static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
