package dev.vestibule.page;

import dev.vestibule.platform.Site;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 421 under any other name than that of {@code vestibule.public-url} (RFC 9110, 15.5.20): cookies given under
 * one would be missing under the other. The port does not matter, as a proxy may listen on another.
 */
final class HostCheck extends OncePerRequestFilter {
    private final Site site;

    HostCheck(Site site) {
        this.site = site;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (site.isHost(request.getServerName())) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_MISDIRECTED_REQUEST);
        }
    }
}
