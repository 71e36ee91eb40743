package dev.vestibule.audit;

import dev.vestibule.account.Token;
import dev.vestibule.device.Browsers;
import dev.vestibule.event.Event;
import dev.vestibule.event.Kind;
import dev.vestibule.event.Reason;
import dev.vestibule.page.Problem;
import dev.vestibule.platform.ShellProfile;
import dev.vestibule.session.SignIn;
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

/** Who acts and from where, by the request that is being answered; without one it is the system itself, or the operator. */
@Component
class Circumstances {
    private static final Set<Kind> TOLD_BEFORE = EnumSet.of(Kind.SIGNED_IN, Kind.NEW_BROWSER, Kind.API_PASSWORD_USED);

    /** The scene of a request that was answered before its work was done. */
    private final ThreadLocal<Scene> carried = new ThreadLocal<>();

    private final Browsers browsers;
    private final AuthorizationManager<Object> signedIn;
    private final Actor byItself;

    Circumstances(Browsers browsers, AuthorizationManagerFactory<Object> authorization, Environment environment) {
        this.browsers = browsers;
        this.signedIn = authorization.authenticated();
        this.byItself = ShellProfile.isActive(environment) ? Actor.OPERATOR : Actor.SYSTEM;
    }

    /**
     * @param key the name of the API key that acts; null when none does
     * @param session hash of the session's id
     * @param signIn the id of the sign-in to which the session belongs
     */
    record Scene(
            Actor actor,
            @Nullable String key,
            @Nullable String address,
            @Nullable String browser,
            byte @Nullable [] session,
            @Nullable UUID signIn) {}

    void within(Scene scene, Runnable work) {
        carried.set(scene);
        try {
            work.run();
        } finally {
            carried.remove();
        }
    }

    Scene of(Event event) {
        Scene scene = carried.get();
        return scene == null ? ofRequest(event) : scene;
    }

    private Scene ofRequest(Event event) {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return new Scene(byItself, null, null, null, null, null);
        }
        HttpServletRequest request = attributes.getRequest();
        // The API knows no sessions: a cookie that comes along is not looked at, not even for the trail.
        HttpSession session = Problem.isFor(request) ? null : request.getSession(false);
        return new Scene(
                actor(event),
                key(SecurityContextHolder.getContext().getAuthentication()),
                address(request),
                browsers.describe(request),
                session == null ? null : new Token(session.getId()).hash(),
                signIn(session));
    }

    private static @Nullable UUID signIn(@Nullable HttpSession session) {
        return session != null && session.getAttribute(SignIn.ATTRIBUTE) instanceof SignIn signIn
                ? signIn.opening().signIn()
                : null;
    }

    private Actor actor(Event event) {
        if (event.kind() == Kind.API_KEY_USED) {
            // It is told before the request is let in by it.
            return new Actor(Actor.Kind.API_KEY, event.account());
        }
        if (TOLD_BEFORE.contains(event.kind())
                || event.reason() == Reason.REPLACED
                || event.reason() == Reason.CODES_FAILED) {
            // They are told while the step that completes the sign-in is still being taken.
            return new Actor(Actor.Kind.USER, event.account());
        }
        Authentication current = SecurityContextHolder.getContext().getAuthentication();
        if (current != null && key(current) != null) {
            return new Actor(Actor.Kind.API_KEY, UUID.fromString(current.getName()));
        }
        if (current == null || !isSignedIn(current)) {
            return Actor.VISITOR;
        }
        UUID id = UUID.fromString(current.getName());
        return new Actor(isForOthers(current, id, event) ? Actor.Kind.ADMINISTRATOR : Actor.Kind.USER, id);
    }

    /** Who comes with a key shows it as a factor, and its name as the detail. */
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

    private static boolean isForOthers(Authentication current, UUID id, Event event) {
        return !id.equals(event.account())
                && current.getAuthorities().stream()
                        .anyMatch(authority -> Objects.equals(authority.getAuthority(), "ROLE_ADMIN"));
    }

    /** A proxy may put a word in its place. */
    private static @Nullable String address(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        return address != null && Address.isOne(address) ? address : null;
    }
}
