package dev.vestibule.api;

import dev.vestibule.apikey.ApiKey;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.event.AuditReason;
import dev.vestibule.login.StatelessAuthentication;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.throttle.Caller;
import dev.vestibule.throttle.PasswordTries;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets programs in: by HTTP Basic (RFC 7617) where the password suffices, or by a key (RFC 6750). Each refusal looks like
 * every other; why is in the trail.
 */
@Component
class ApiDoor {
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private final StatelessAuthentication sessionless;
    private final ApiKeys keys;
    private final PasswordTries tries;
    private final ApiTrail trail;

    ApiDoor(StatelessAuthentication sessionless, ApiKeys keys, PasswordTries tries, ApiTrail trail) {
        this.sessionless = sessionless;
        this.keys = keys;
        this.tries = tries;
        this.trail = trail;
    }

    sealed interface Answer {}

    record Opened(ApiAuthentication who) implements Answer {}

    record Refused() implements Answer {}

    /** Too much that came from this network was refused. */
    record NetworkWaits(Duration left) implements Answer {}

    /** @param authorization the header's value */
    Answer open(String authorization, HttpServletRequest request) {
        if (startsWith(authorization, BASIC)) {
            return decode(authorization.substring(BASIC.length()).strip())
                    .map(pair -> byPassword(pair, request))
                    .orElse(new Refused());
        }
        return startsWith(authorization, BEARER)
                ? byKey(authorization.substring(BEARER.length()).strip(), request)
                : new Refused();
    }

    /** The names of schemes know no case (RFC 9110, 11.1). */
    private static boolean startsWith(String authorization, String scheme) {
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** {@code login:password}; empty when it is nothing of the kind, and so nobody's try. */
    private static Optional<String> decode(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return Optional.of(pair).filter(text -> text.indexOf(':') >= 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Answer byPassword(String pair, HttpServletRequest request) {
        int colon = pair.indexOf(':');
        var answer = sessionless.byPassword(pair.substring(0, colon), pair.substring(colon + 1), request);
        if (answer instanceof StatelessAuthentication.Opened opened
                && opened.signIn().getPrincipal() instanceof AccountPrincipal person) {
            trail.passwordUsed(person.id(), request);
            return new Opened(
                    ApiAuthentication.byPassword(person, opened.signIn().getAuthorities()));
        }
        return answer instanceof StatelessAuthentication.NetworkWaits waits
                ? new NetworkWaits(waits.left())
                : new Refused();
    }

    /** No try is reserved for it: 256 bits are not guessed. What is refused counts against the network all the same. */
    private Answer byKey(String sent, HttpServletRequest request) {
        var answer = keys.accept(sent);
        if (answer instanceof ApiKeys.Refused refused) {
            return refuse(refused.why(), refused.account(), request);
        }
        ApiKey key = ((ApiKeys.Accepted) answer).key();
        var holder = sessionless.holder(key.account());
        if (holder.isEmpty()) {
            return refuse(AuditReason.NO_SUCH_KEY, null, request);
        }
        AuditReason barred = holder.get().barred();
        if (barred != null) {
            return refuse(barred, key.account(), request);
        }
        keys.used(key, request.getRemoteAddr());
        return new Opened(ApiAuthentication.byKey(holder.get().person(), Credential.of(key)));
    }

    private Answer refuse(AuditReason why, @Nullable UUID account, HttpServletRequest request) {
        var waits = tries.refused(Caller.unknown(request));
        if (waits.isPresent()) {
            trail.waits();
            return new NetworkWaits(waits.get().left());
        }
        trail.keyRefused(why, account);
        return new Refused();
    }
}
