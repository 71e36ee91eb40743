package dev.vestibule.server;

import dev.vestibule.network.Site;
import dev.vestibule.web.Problem;
import dev.vestibule.web.Redirects;
import dev.vestibule.web.Refused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.catalina.Globals;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Accepts changes from our own pages only, by the headers that browsers always send across sites (ASVS 5.0, 3.5). A
 * client that sends neither header is not a browser; for it only the CSRF token counts.
 */
final class OriginCheckFilter extends OncePerRequestFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> FROM_HERE = Set.of("same-origin", "none");

    private final Site site;

    OriginCheckFilter(Site site) {
        this.site = site;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isFromHere(request)) {
            chain.doFilter(request, response);
        } else {
            Redirects.refuse(request, response, Refused.OTHER_ORIGIN);
        }
    }

    /** The API reads no cookie, so a page of another site cannot use a browser's session there. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return READING.contains(request.getMethod()) || Problem.isFor(request);
    }

    private boolean isFromHere(HttpServletRequest request) {
        return all(request, "Sec-Fetch-Site").allMatch(FROM_HERE::contains)
                && all(request, HttpHeaders.ORIGIN).allMatch(origin -> origin.equals(ours(request)));
    }

    private static Stream<String> all(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream();
    }

    private String ours(HttpServletRequest request) {
        return site.publicUrl() == null
                ? origin(request.getScheme(), host(request))
                : origin(site.publicUrl().getScheme(), site.publicUrl().getRawAuthority());
    }

    /** The host with its port, which a proxy that terminates HTTPS would otherwise change. */
    private static @Nullable String host(HttpServletRequest request) {
        String forwarded = request.getHeader(ForwardedHeaders.HOST);
        boolean trusted = Boolean.TRUE.equals(request.getAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE));
        return trusted && forwarded != null ? forwarded : request.getHeader(HttpHeaders.HOST);
    }

    /** The origin as browsers write it (RFC 6454, 6.2): in lower case, without the scheme's default port. */
    private static String origin(String scheme, @Nullable String authority) {
        String host = String.valueOf(authority).toLowerCase(Locale.ROOT);
        String port = "https".equals(scheme) ? ":443" : ":80";
        return scheme + "://" + (host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host);
    }
}
