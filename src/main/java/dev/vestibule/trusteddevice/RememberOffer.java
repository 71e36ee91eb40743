package dev.vestibule.trusteddevice;

import dev.vestibule.event.AuditReason;
import dev.vestibule.network.Site;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.Policy;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Whether a browser can be remembered, before its owner is asked. */
@Component
public class RememberOffer {
    /** How many accounts one browser remembers: each cookie travels with every request. */
    static final int ACCOUNTS_PER_BROWSER = 5;

    private final Site site;

    RememberOffer(Site site) {
        this.site = site;
    }

    /** What takes the checkbox's place, if anything. */
    public enum Offer {
        OFFERED,
        /** The company allows none. */
        FORBIDDEN,
        /** The company allows it in other networks than this. */
        OTHER_NETWORK,
        TOO_MANY_ACCOUNTS,
        /** The page came by plain HTTP: the browser would drop the Secure cookie in silence. */
        NEEDS_HTTPS
    }

    public Offer to(UUID account, HttpServletRequest request, ParameterValues parameters, Policy policy) {
        Optional<AuditReason> refusal = policy.refusesDevice(request.getRemoteAddr());
        if (refusal.isPresent()) {
            return refusal.get() == AuditReason.OTHER_NETWORK ? Offer.OTHER_NETWORK : Offer.FORBIDDEN;
        }
        if (dropsCookie(request, parameters)) {
            return Offer.NEEDS_HTTPS;
        }
        return TrustedDeviceCookie.others(request, account) >= ACCOUNTS_PER_BROWSER
                ? Offer.TOO_MANY_ACCOUNTS
                : Offer.OFFERED;
    }

    /** Whether the cookie would be Secure, on a page that browsers do not take Secure cookies from. */
    public boolean dropsCookie(HttpServletRequest request, ParameterValues parameters) {
        return TrustedDeviceCookie.secure(parameters) && !site.https() && !request.isSecure() && !isLoopback(request);
    }

    private static boolean isLoopback(HttpServletRequest request) {
        String host = request.getServerName();
        return host.equals("localhost")
                || host.matches("127(\\.[0-9]{1,3}){3}")
                || host.equals("[::1]")
                || host.equals("0:0:0:0:0:0:0:1")
                || host.equals("::1");
    }
}
