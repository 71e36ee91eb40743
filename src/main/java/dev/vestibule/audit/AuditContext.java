package dev.vestibule.audit;

import dev.vestibule.encryption.Token;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.platform.CliProfile;
import dev.vestibule.session.SignIn;
import dev.vestibule.trusteddevice.BrowserNames;
import dev.vestibule.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The actor and the client of an event, derived from the current request; without a request the actor is the system or
 * the operator.
 */
@Component
class AuditContext {
    private static final Set<AuditEventType> TOLD_BEFORE =
            EnumSet.of(AuditEventType.SIGNED_IN, AuditEventType.NEW_BROWSER, AuditEventType.API_PASSWORD_USED);

    /** The context of a request that was answered before its work was done. */
    private final ThreadLocal<Origin> carried = new ThreadLocal<>();

    private final BrowserNames browsers;
    private final AuthorizationManager<Object> signedIn;
    private final AuditActor byItself;

    AuditContext(BrowserNames browsers, AuthorizationManagerFactory<Object> authorization, Environment environment) {
        this.browsers = browsers;
        this.signedIn = authorization.authenticated();
        this.byItself = CliProfile.isActive(environment) ? AuditActor.OPERATOR : AuditActor.SYSTEM;
    }

    /**
     * @param key the name of the API key that acts; null when none does
     * @param session hash of the session's id
     * @param signIn the id of the sign-in to which the session belongs
     */
    record Origin(
            AuditActor actor,
            @Nullable String key,
            @Nullable String address,
            @Nullable String browser,
            byte @Nullable [] session,
            @Nullable UUID signIn) {}

    void within(Origin origin, Runnable work) {
        carried.set(origin);
        try {
            work.run();
        } finally {
            carried.remove();
        }
    }

    Origin of(AuditEvent event) {
        Origin origin = carried.get();
        return origin == null ? ofRequest(event) : origin;
    }

    private Origin ofRequest(AuditEvent event) {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return new Origin(byItself, null, null, null, null, null);
        }
        HttpServletRequest request = attributes.getRequest();
        // The API uses no sessions: a session cookie is ignored, also for the audit log.
        HttpSession session = Problem.isFor(request) ? null : request.getSession(false);
        return new Origin(
                actor(event),
                key(SecurityContextHolder.getContext().getAuthentication()),
                address(request),
                browsers.describe(request),
                session == null ? null : new Token(session.getId()).hash(),
                signIn(session));
    }

    private static @Nullable UUID signIn(@Nullable HttpSession session) {
        return session != null && session.getAttribute(SignIn.ATTRIBUTE) instanceof SignIn signIn
                ? signIn.details().signIn()
                : null;
    }

    private AuditActor actor(AuditEvent event) {
        if (event.kind() == AuditEventType.API_KEY_USED) {
            // The event is published before the request is authenticated with the key.
            return new AuditActor(AuditActor.Kind.API_KEY, event.account());
        }
        if (TOLD_BEFORE.contains(event.kind())
                || event.reason() == AuditReason.REPLACED
                || event.reason() == AuditReason.CODES_FAILED) {
            // These events are published while the step that completes the sign-in is still running.
            return new AuditActor(AuditActor.Kind.USER, event.account());
        }
        Authentication current = SecurityContextHolder.getContext().getAuthentication();
        if (current != null && key(current) != null) {
            return new AuditActor(AuditActor.Kind.API_KEY, UUID.fromString(current.getName()));
        }
        if (current == null || !isSignedIn(current)) {
            return AuditActor.VISITOR;
        }
        UUID id = UUID.fromString(current.getName());
        return new AuditActor(
                isForOthers(current, id, event) ? AuditActor.Kind.ADMINISTRATOR : AuditActor.Kind.USER, id);
    }

    /** A request with an API key has the key as an authority, and the key's name as the details. */
    private static @Nullable String key(@Nullable Authentication current) {
        return current != null
                        && current.getAuthorities().stream()
                                .anyMatch(authority -> Objects.equals(authority.getAuthority(), "FACTOR_API_KEY"))
                ? String.valueOf(current.getDetails())
                : null;
    }

    private boolean isSignedIn(Authentication current) {
        var decision = signedIn.authorize(() -> current, this);
        return decision != null && decision.isGranted();
    }

    private static boolean isForOthers(Authentication current, UUID id, AuditEvent event) {
        return !id.equals(event.account())
                && current.getAuthorities().stream()
                        .anyMatch(authority -> Objects.equals(authority.getAuthority(), "ROLE_ADMIN"));
    }

    /** A proxy may send a text instead of an address. */
    private static @Nullable String address(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        return address != null && AuditAddress.isOne(address) ? address : null;
    }
}
