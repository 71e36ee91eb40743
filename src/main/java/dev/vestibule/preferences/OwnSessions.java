package dev.vestibule.preferences;

import dev.vestibule.login.Grant;
import dev.vestibule.page.Done;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
import dev.vestibule.session.Sessions;
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
class OwnSessions {
    private final Sessions sessions;
    private final Grant grant;

    OwnSessions(Sessions sessions, Grant grant) {
        this.sessions = sessions;
        this.grant = grant;
    }

    @PostMapping("/{id}/end")
    String end(@AuthenticationPrincipal Person person, @PathVariable String id) {
        if (!sessions.end(person.id(), person.credentialVersion(), id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Done.SESSION_ENDED.redirectTo("/preferences");
    }

    /** This session stays under a new id, so that a copy of its cookie ends with the others. */
    @PostMapping("/end-others")
    String endOthers(@AuthenticationPrincipal Person person, HttpServletRequest request, HttpServletResponse response) {
        sessions.endOthers(person.id(), person.credentialVersion())
                .ifPresent(version -> grant.stay(version, request, response));
        // Without a version this session has ended meanwhile, and the next page says why.
        return Done.SESSIONS_ENDED.redirectTo("/preferences");
    }
}
