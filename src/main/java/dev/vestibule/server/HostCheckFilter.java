package dev.vestibule.server;

import dev.vestibule.network.Site;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 421 for any host name other than that of {@code vestibule.public-url} (RFC 9110, 15.5.20): cookies of one
 * name are missing under the other. The port is ignored, as a proxy may listen on another.
 */
final class HostCheckFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(HostCheckFilter.class);
    private static final int LONGEST_LOGGED = 100;

    private final Site site;
    private final HourlyWarnings warnings;

    HostCheckFilter(Site site, HourlyWarnings warnings) {
        this.site = site;
        this.warnings = warnings;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (site.isHost(request.getServerName())) {
            chain.doFilter(request, response);
            return;
        }
        String host = printable(request.getServerName());
        if (warnings.take(host)) {
            LOG.warn(
                    "A request for the host {} was refused with 421, because vestibule.public-url is {}. If a proxy sent"
                            + " it, the proxy must pass on the Host header that the browser sent, or send it as"
                            + " X-Forwarded-Host and be named in vestibule.trusted-proxies",
                    host,
                    site.publicUrl());
        }
        response.sendError(HttpServletResponse.SC_MISDIRECTED_REQUEST);
    }

    private static String printable(String host) {
        String begin = host.substring(0, Math.min(host.length(), LONGEST_LOGGED));
        return begin.replaceAll("[^\\x21-\\x7e]", "?").toLowerCase(Locale.ROOT);
    }
}
