package dev.vestibule.login;

import dev.vestibule.account.AccountService;
import dev.vestibule.account.Factor;
import dev.vestibule.audit.AuditContextPropagation;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.platform.AfterCommit;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.Factors;
import dev.vestibule.throttle.KnownBrowsers;
import dev.vestibule.trusteddevice.TrustedDevice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Saves the result of a step: the session and its event, in one transaction.
 *
 * <p>Each step of a sign-in has a session of its own (ASVS 5.0, 7.2.4): another id in another row, so that the old id,
 * late requests with it included, authorizes nothing. Spring Security's filters would save the session ahead of the
 * transaction and Spring Session after it: a fault between the two would leave a sign-in without an event.
 */
@Component
public class SignInRecorder {
    private final SessionAuthenticationStrategy newSessionId = new ChangeSessionIdAuthenticationStrategy();
    private final SessionAuthenticationStrategy newCsrfToken;
    private final SignInContextRepository contexts;
    private final AccountService accounts;
    private final KnownBrowsers knownBrowsers;
    private final LoginEvents events;
    private final AuditContextPropagation onBehalf;

    SignInRecorder(
            CsrfTokenRepository csrfTokens,
            SignInContextRepository contexts,
            AccountService accounts,
            KnownBrowsers knownBrowsers,
            LoginEvents events,
            AuditContextPropagation onBehalf) {
        this.newCsrfToken = new CsrfAuthenticationStrategy(csrfTokens);
        this.contexts = contexts;
        this.accounts = accounts;
        this.knownBrowsers = knownBrowsers;
        this.events = events;
        this.onBehalf = onBehalf;
    }

    /**
     * A sign-in is complete.
     *
     * @param device the one that skipped the code, if one did
     * @return false when the account was deleted meanwhile: there is no session then
     */
    @Transactional
    boolean signedIn(
            Authentication signIn,
            @Nullable TrustedDevice device,
            HttpServletRequest request,
            HttpServletResponse response) {
        AccountPrincipal principal = AccountPrincipal.of(signIn);
        Factor with = Factors.second(signIn);
        // The account first: a change of the account locks it before its sessions and browsers.
        if (!accounts.signedIn(principal.id(), with)) {
            return false;
        }
        open(signIn, request, response);
        knownBrowsers.remember(principal.id(), request, response);
        events.signedIn(principal, with, device);
        return true;
    }

    /** @param with the factor that the user entered again */
    @Transactional
    void reauthenticated(Authentication signIn, Factor with, HttpServletRequest request, HttpServletResponse response) {
        open(signIn, request, response);
        events.reauthenticated(AccountPrincipal.of(signIn), with);
    }

    /** The password was right, and a code is to come. */
    @Transactional
    void codeAsked(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        open(signIn, request, response);
        events.codeAsked(AccountPrincipal.of(signIn), request);
    }

    /** The password was right, and the account has to enrol before anything else. */
    @Transactional
    void enrolmentAsked(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        open(signIn, request, response);
        events.enrolmentAsked(AccountPrincipal.of(signIn));
    }

    /** A user signs out. */
    @Transactional
    void signedOut(AccountPrincipal principal, HttpServletRequest request) {
        end(
                request,
                onBehalf.of(
                        AuditEvent.of(AuditEventType.SIGNED_OUT, principal.id()), () -> events.signedOut(principal)));
    }

    /** Ends the sign-in of a signed-in user after too many wrong codes. */
    @Transactional
    public void endedByCodes(AccountPrincipal principal, HttpServletRequest request) {
        AuditEvent event =
                AuditEvent.of(AuditEventType.SESSION_ENDED, principal.id()).because(AuditReason.CODES_FAILED);
        end(request, onBehalf.of(event, () -> events.endedByCodes(principal)));
    }

    /** Ends the session before {@code published} publishes the event about it. */
    private static void end(HttpServletRequest request, Runnable published) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
            published.run();
        }
    }

    /** A session stays after a change that ended the others; the change has its own event. */
    @Transactional
    void renewed(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        open(signIn, request, response);
    }

    /** Writes the row of a session that holds this sign-in, in place of the session of this request, if it has one. */
    private void open(Authentication signIn, HttpServletRequest request, HttpServletResponse response) {
        newSessionId.onAuthentication(signIn, request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(signIn);
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        AfterCommit.run(() -> newCsrfToken.onAuthentication(signIn, request, response));
    }
}
