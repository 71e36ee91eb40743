package dev.vestibule.preferences;

import dev.vestibule.login.SessionRenewal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.session.Sessions;
import dev.vestibule.web.Confirmation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** Ends one's own sessions; that makes an account safer, so it asks for no proof. */
@SignedInPage
@RequestMapping("/preferences/sessions")
class OwnSessionController {
    private final Sessions sessions;
    private final SessionRenewal grant;

    OwnSessionController(Sessions sessions, SessionRenewal grant) {
        this.sessions = sessions;
        this.grant = grant;
    }

    @PostMapping("/{id}/end")
    String end(@AuthenticationPrincipal AccountPrincipal person, @PathVariable String id) {
        if (!sessions.end(person.id(), person.credentialVersion(), id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Confirmation.SESSION_ENDED.redirectTo("/preferences");
    }

    /** This session stays under a new id, so that a copy of its cookie ends with the others. */
    @PostMapping("/end-others")
    String endOthers(
            @AuthenticationPrincipal AccountPrincipal person,
            HttpServletRequest request,
            HttpServletResponse response) {
        sessions.endOthers(person.id(), person.credentialVersion())
                .ifPresent(version -> grant.stay(version, request, response));
        // Without a version this session has ended meanwhile, and the next page says why.
        return Confirmation.SESSIONS_ENDED.redirectTo("/preferences");
    }
}
