package dev.vestibule.login;

import dev.vestibule.account.SessionEndReason;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.AccountPrincipalRepository;
import dev.vestibule.principal.Factors;
import dev.vestibule.principal.SignInAuthentications;
import dev.vestibule.session.SessionLifetime;
import dev.vestibule.session.SignIn;
import dev.vestibule.session.SignInDetails;
import dev.vestibule.trusteddevice.PresentedTokens;
import dev.vestibule.trusteddevice.TokenRotation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Reads the sign-in of a request: the content of its session, checked against the present state of the account.
 *
 * <p>The session stores a {@link SignIn} and no authority. Role, MFA and the trusted device are read anew with each
 * request that needs the account, so that a change of any of them applies at once, on every node; a static file needs
 * none.
 */
@Component
public class SignInContextRepository implements SecurityContextRepository {
    private static final String LOADED = SignInContextRepository.class.getName() + ".loaded";
    private static final String ENDED = SignInContextRepository.class.getName() + ".ended";

    private final AccountPrincipalRepository principals;
    private final SignInAuthentications authentications;
    private final TokenRotation tokens;
    private final Clock clock;

    SignInContextRepository(
            AccountPrincipalRepository principals,
            SignInAuthentications authentications,
            TokenRotation tokens,
            Clock clock) {
        this.principals = principals;
        this.authentications = authentications;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The context of this request; the same one however often it is asked for, until one is saved. */
    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        if (request.getAttribute(LOADED) instanceof Loaded loaded) {
            return loaded;
        }
        Loaded loaded = new Loaded(SingletonSupplier.of(() -> load(request)));
        request.setAttribute(LOADED, loaded);
        return loaded;
    }

    /** The caller's authentication, or null for a visitor. */
    @Nullable
    public Authentication of(HttpServletRequest request) {
        return loadDeferredContext(request).get().getAuthentication();
    }

    /**
     * The sign-in after a step, by the account and the device of this browser as they are now; it is not saved yet.
     *
     * @return null when the sign-in has ended while the step was taken
     */
    @Nullable
    Authentication after(Authentication step, HttpServletRequest request) {
        Authentication now = read(signIn(AccountPrincipal.of(step), step), request, principal -> true)
                .orElse(null);
        if (now == null) {
            request.removeAttribute(LOADED);
        }
        return now;
    }

    /** Why the session that this request carries has ended, if it has. */
    static Optional<SessionEndReason> ended(HttpServletRequest request) {
        return Optional.ofNullable((SessionEndReason) request.getAttribute(ENDED));
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        request.removeAttribute(LOADED);
        Authentication authentication = context.getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof AccountPrincipal principal) {
            request.getSession().setAttribute(SignIn.ATTRIBUTE, signIn(principal, authentication));
            return;
        }
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(SignIn.ATTRIBUTE);
        }
    }

    private static SignIn signIn(AccountPrincipal principal, Authentication authentication) {
        return new SignIn(
                principal.id(),
                principal.credentialVersion(),
                SignInDetails.of(authentication),
                Factors.issuedAt(authentication, Factors.PASSWORD).orElse(null),
                Factors.issuedAt(authentication, Factors.TOTP).orElse(null),
                Factors.issuedAt(authentication, Factors.ENROLMENT_PASS).orElse(null));
    }

    private SecurityContext load(HttpServletRequest request) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        HttpSession session = request.getSession(false);
        if (session != null && session.getAttribute(SignIn.ATTRIBUTE) instanceof SignIn signIn) {
            read(signIn, request, principal -> isUsed(request, signIn, principal))
                    .ifPresent(context::setAuthentication);
        }
        return context;
    }

    private boolean isUsed(HttpServletRequest request, SignIn signIn, AccountPrincipal principal) {
        return SessionLifetime.use(request, signIn, principal.parameters(), clock.instant());
    }

    /** @param lasts whether the session that holds the sign-in is not over */
    private Optional<Authentication> read(
            SignIn signIn, HttpServletRequest request, Predicate<AccountPrincipal> lasts) {
        PresentedTokens presented = PresentedTokens.of(request, signIn.account());
        var found = principals
                .byId(signIn.account(), presented, request.getRemoteAddr())
                .orElse(null);
        if (found == null) {
            return Optional.empty();
        }
        if (found.disabled() || found.principal().credentialVersion() != signIn.credentialVersion()) {
            request.setAttribute(ENDED, found.disabled() ? SessionEndReason.DISABLED : found.ended());
            return Optional.empty();
        }
        AccountPrincipal principal = found.principal();
        if (!lasts.test(principal)) {
            return Optional.empty();
        }
        if (found.unshown()) {
            tokens.shown(Objects.requireNonNull(principal.device()), presented);
        }
        return Optional.of(authentications.of(principal, signIn));
    }

    /** Ends a pending step: the user begins again with the password. */
    public void endStep(HttpServletRequest request, HttpServletResponse response) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        Authentication pending = Objects.requireNonNull(of(request), "a step that ends was begun");
        context.setAuthentication(SignInAuthentications.expired(pending));
        saveContext(context, request, response);
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(SignIn.ATTRIBUTE) != null;
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return loadDeferredContext(holder.getRequest()).get();
    }

    private record Loaded(Supplier<SecurityContext> context) implements DeferredSecurityContext {
        @Override
        public SecurityContext get() {
            return context.get();
        }

        @Override
        public boolean isGenerated() {
            return get().getAuthentication() == null;
        }
    }
}
