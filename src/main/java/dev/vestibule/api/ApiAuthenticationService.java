package dev.vestibule.api;

import dev.vestibule.apikey.ApiKey;
import dev.vestibule.apikey.ApiKeyUse;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.event.AuditReason;
import dev.vestibule.login.NetworkWaitsException;
import dev.vestibule.login.StatelessAuthentication;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.throttle.Caller;
import dev.vestibule.throttle.PasswordTries;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/**
 * Authenticates the credentials of {@link ApiCredentialConverter}: a password where it suffices, or a key. Callers
 * cannot tell one refusal from another; the audit event has the reason. It is no bean of a Spring type, which Spring
 * Security would use for the sign-in page, too.
 */
@Component
class ApiAuthenticationService {
    private final StatelessAuthentication sessionless;
    private final ApiKeys keys;
    private final ApiKeyUse keyUse;
    private final PasswordTries tries;
    private final ApiEvents events;

    ApiAuthenticationService(
            StatelessAuthentication sessionless,
            ApiKeys keys,
            ApiKeyUse keyUse,
            PasswordTries tries,
            ApiEvents events) {
        this.sessionless = sessionless;
        this.keys = keys;
        this.keyUse = keyUse;
        this.tries = tries;
        this.events = events;
    }

    /** @throws AuthenticationException when the credential is refused, checked or unchecked */
    Authentication authenticate(Authentication credential) {
        HttpServletRequest request = (HttpServletRequest) Objects.requireNonNull(credential.getDetails());
        String secret = String.valueOf(credential.getCredentials());
        return credential instanceof UsernamePasswordAuthenticationToken
                ? byPassword(credential.getName(), secret, request)
                : byKey(secret, request);
    }

    private Authentication byPassword(String login, String password, HttpServletRequest request) {
        Authentication signIn = sessionless.byPassword(login, password, request);
        AccountPrincipal principal = AccountPrincipal.of(signIn);
        events.passwordUsed(principal.id(), request.getRemoteAddr());
        return ApiAuthentication.byPassword(principal, signIn.getAuthorities());
    }

    /**
     * No attempt is reserved for a key, as 256 bits cannot be guessed; a refused key still counts against the network.
     */
    private Authentication byKey(String sent, HttpServletRequest request) {
        var answer = keys.accept(sent);
        if (answer instanceof ApiKeys.Refused refused) {
            throw refusal(refused.why(), refused.account(), request);
        }
        ApiKey key = ((ApiKeys.Accepted) answer).key();
        var holder =
                sessionless.holder(key.account()).orElseThrow(() -> refusal(AuditReason.NO_SUCH_KEY, null, request));
        AuditReason barred = holder.barred();
        if (barred != null) {
            throw refusal(barred, key.account(), request);
        }
        keyUse.record(key, request.getRemoteAddr());
        return ApiAuthentication.byKey(holder.principal(), key);
    }

    private AuthenticationException refusal(AuditReason why, @Nullable UUID account, HttpServletRequest request) {
        var waits = tries.refused(Caller.unknown(request));
        if (waits.isPresent()) {
            events.networkWaits();
            return new NetworkWaitsException(waits.get().left());
        }
        events.keyRefused(why, account);
        return new BadCredentialsException("the key is refused");
    }
}
