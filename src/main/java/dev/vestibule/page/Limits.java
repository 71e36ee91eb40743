package dev.vestibule.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what no form of ours sends: a body beyond 64 KiB, a field given twice (ASVS 5.0, 15.3.7). */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class Limits extends OncePerRequestFilter {
    private static final DataSize BODY = DataSize.ofKilobytes(64);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > BODY.toBytes()) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else if (isAnyFieldDoubled(request)) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isAnyFieldDoubled(HttpServletRequest request) {
        return request.getParameterMap().values().stream().anyMatch(values -> values.length > 1);
    }
}
