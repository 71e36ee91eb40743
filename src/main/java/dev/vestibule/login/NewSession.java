package dev.vestibule.login;

import dev.vestibule.platform.AfterCommit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives each step of a sign-in a session of its own (ASVS 5.0, 7.2.4): another id in another row, so that the old id, late
 * requests with it included, authorizes nothing.
 *
 * <p>The row is written in the transaction that records the event of the step. Spring Security's filters would save the
 * session ahead of it and Spring Session after it: a fault between the two would leave a sign-in without an event.
 */
@Component
class NewSession {
    private final SignInContextRepository contexts;
    private final SessionAuthenticationStrategy id = new ChangeSessionIdAuthenticationStrategy();
    private final SessionAuthenticationStrategy csrfToken;

    NewSession(SignInContextRepository contexts, CsrfTokenRepository csrfTokens) {
        this.contexts = contexts;
        this.csrfToken = new CsrfAuthenticationStrategy(csrfTokens);
    }

    /** Writes the row of a session that holds this sign-in, in place of the session of this request, if it has one. */
    @Transactional(propagation = Propagation.MANDATORY)
    void open(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        id.onAuthentication(signIn, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(signIn);
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        AfterCommit.run(() -> csrfToken.onAuthentication(signIn, request, response));
    }
}
