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

/** Ends the user's own sessions. Ending sessions makes an account safer, so it needs no reauthentication. */
@SignedInPage
@RequestMapping("/preferences/sessions")
class OwnSessionController {
    private final Sessions sessions;
    private final SessionRenewal sessionRenewal;

    OwnSessionController(Sessions sessions, SessionRenewal sessionRenewal) {
        this.sessions = sessions;
        this.sessionRenewal = sessionRenewal;
    }

    @PostMapping("/{id}/end")
    String end(@AuthenticationPrincipal AccountPrincipal principal, @PathVariable String id) {
        if (!sessions.end(principal.id(), principal.credentialVersion(), id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Confirmation.SESSION_ENDED.redirectTo("/preferences");
    }

    /** Gives this session a new id, so that a copy of its cookie ends with the other sessions. */
    @PostMapping("/end-others")
    String endOthers(
            @AuthenticationPrincipal AccountPrincipal principal,
            HttpServletRequest request,
            HttpServletResponse response) {
        sessions.endOthers(principal.id(), principal.credentialVersion())
                .ifPresent(version -> sessionRenewal.stay(version, request, response));
        // Without a version the session has ended meanwhile, and the next page says why.
        return Confirmation.SESSIONS_ENDED.redirectTo("/preferences");
    }
}
