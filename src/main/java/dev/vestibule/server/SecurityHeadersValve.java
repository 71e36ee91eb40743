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
 * The headers of every answer. The valve precedes every filter, so that Tomcat's own answers to malformed requests get
 * the headers too.
 *
 * <p>Answers are not cached unless they set their own Cache-Control, as static files do.
 */
final class SecurityHeadersValve extends ValveBase {
    /** ASVS 5.0, 3.4: only our own scripts and styles, no framing, no form to another origin. */
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
