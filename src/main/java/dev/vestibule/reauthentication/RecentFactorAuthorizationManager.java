package dev.vestibule.reauthentication;

import dev.vestibule.platform.ClockSkew;
import dev.vestibule.principal.AccountPrincipal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.authorization.RequiredFactorError;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Decides whether a signed-in user reauthenticated recently enough for the requested page, by the {@link Clock}. */
@Component
public class RecentFactorAuthorizationManager implements AuthorizationManager<RequestAuthorizationContext> {
    private final Clock clock;

    RecentFactorAuthorizationManager(Clock clock) {
        this.clock = clock;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> signIn, RequestAuthorizationContext context) {
        List<RequiredReauthentication> required =
                SensitivePages.required(context.getRequest().getRequestURI());
        return authorize(signIn.get(), required);
    }

    /** The first factor that is missing or too old, the password before the code; empty when none is. */
    Optional<String> missing(Authentication signIn, List<RequiredReauthentication> required) {
        return authorize(signIn, required) instanceof FactorAuthorizationDecision decision
                ? decision.getFactorErrors().stream()
                        .map(RequiredFactorError::getRequiredFactor)
                        .map(RequiredFactor::getAuthority)
                        .findFirst()
                : Optional.empty();
    }

    private AuthorizationResult authorize(@Nullable Authentication signIn, List<RequiredReauthentication> required) {
        if (signIn == null || !(signIn.getPrincipal() instanceof AccountPrincipal principal)) {
            return new AuthorizationDecision(required.isEmpty());
        }
        List<RequiredFactor> factors =
                required.stream().flatMap(each -> each.of(principal).stream()).toList();
        if (factors.isEmpty()) {
            return new AuthorizationDecision(true);
        }
        var builder = AllRequiredFactorsAuthorizationManager.<List<RequiredReauthentication>>builder();
        factors.forEach(builder::requireFactor);
        var factorsRequired = builder.build();
        factorsRequired.setClock(clock);
        Authentication past = withoutFuture(signIn);
        return factorsRequired.authorize(() -> past, required);
    }

    /** Removes factors of the future, which do not count: the clock has been set back since. */
    private Authentication withoutFuture(Authentication signIn) {
        Instant now = clock.instant();
        return signIn.toBuilder()
                .authorities(granted -> granted.removeIf(authority -> authority instanceof FactorGrantedAuthority factor
                        && ClockSkew.isAhead(factor.getIssuedAt(), now)))
                .details(signIn.getDetails())
                .build();
    }
}
