package dev.vestibule.api;

import dev.vestibule.web.Problem;
import dev.vestibule.web.Problem.Code;
import dev.vestibule.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes the one credential that a request may carry, in the one place where it may stand. */
final class CredentialFilter extends OncePerRequestFilter {
    private final ApiDoor door;
    private final Problems problems;

    CredentialFilter(ApiDoor door, Problems problems) {
        this.door = door;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return ApiChain.PUBLIC.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> sent = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        // A proxy may have made one of two; no credential has a comma.
        if (sent.size() > 1 || sent.stream().anyMatch(header -> header.contains(","))) {
            problems.write(response, Problem.of(Code.MALFORMED, "there has to be exactly one Authorization header"));
            return;
        }
        boolean none = sent.isEmpty() || isOfAnotherSite(request);
        ApiDoor.Answer answer = none ? new ApiDoor.Refused() : door.open(sent.get(0), request);
        if (answer instanceof ApiDoor.NetworkWaits waits) {
            problems.tooManyTries(response, waits.left());
        } else if (answer instanceof ApiDoor.Opened opened) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(opened.who());
            SecurityContextHolder.setContext(context);
            chain.doFilter(request, response);
        } else {
            refuse(response);
        }
    }

    /**
     * A page elsewhere can make a browser send {@code https://user:password@…}: what it sends is not looked at, and counts
     * against nobody.
     */
    private static boolean isOfAnotherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return "cross-site".equals(site) || "same-site".equals(site);
    }

    /** What may be sent instead goes with every 401. */
    static void challenge(HttpServletResponse response) {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Vestibule\", Bearer realm=\"Vestibule\"");
    }

    private void refuse(HttpServletResponse response) throws IOException {
        challenge(response);
        problems.write(response, Problem.of(Code.UNAUTHENTICATED));
    }
}
