package dev.vestibule.trusteddevice;

import dev.vestibule.event.AuditReason;
import dev.vestibule.network.Site;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.policy.Policy;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Whether the page offers to remember this device. */
@Component
public class RememberOffer {
    /** How many accounts can trust one browser: each cookie travels with every request. */
    static final int ACCOUNTS_PER_BROWSER = 5;

    private final Site site;

    RememberOffer(Site site) {
        this.site = site;
    }

    /** The notice in place of the checkbox, if there is one. */
    public enum Offer {
        OFFERED,
        /** The company allows no trusted devices. */
        FORBIDDEN,
        /** The company allows trusted devices in other networks only. */
        OTHER_NETWORK,
        TOO_MANY_ACCOUNTS,
        /** The page was loaded by plain HTTP: the browser would silently drop the Secure cookie. */
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

    /** Whether the cookie would be Secure on a page from which browsers accept no Secure cookies. */
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
