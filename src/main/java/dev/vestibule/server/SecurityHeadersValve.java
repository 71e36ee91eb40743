package dev.vestibule.server;

import dev.vestibule.network.Site;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * The headers of every answer, refusals included: it stands in front of every filter, where Tomcat's own answers to
 * malformed requests pass as well.
 *
 * <p>Nothing is cached unless it says so itself, as static files do.
 */
final class SecurityHeadersValve extends ValveBase {
    /** ASVS 5.0, 3.4: no script or style but ours, no frame around us, no form to elsewhere. */
    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; font-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            // Not no-referrer: browsers would then send "Origin: null" with our own forms.
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), clipboard-read=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cache-Control",
            "no-store");

    private static final String ONE_YEAR = "max-age=" + Duration.ofDays(365).toSeconds();

    private final Site site;

    SecurityHeadersValve(Site site) {
        super(true);
        this.site = site;
    }

    @Override
    public void invoke(Request request, Response response) throws ServletException, IOException {
        ALWAYS.forEach(response::setHeader);
        if (isHttps(request) && !"localhost".equals(request.getServerName())) {
            response.setHeader("Strict-Transport-Security", ONE_YEAR);
        }
        getNext().invoke(request, response);
    }

    private boolean isHttps(Request request) {
        return site.https() || request.isSecure();
    }
}
