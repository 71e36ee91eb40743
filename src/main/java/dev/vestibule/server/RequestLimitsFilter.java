package dev.vestibule.server;

import dev.vestibule.web.Problem;
import dev.vestibule.web.Redirects;
import dev.vestibule.web.Refused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that none of our forms sends: a body over 64 KiB or with another content type, a credential in the
 * URL, a repeated field (ASVS 5.0, 14.2.1 and 15.3.7). For the API, which takes no forms, only the body's length is
 * limited; for {@link UploadFilter} the total length, as its body is read only after authorization.
 */
final class RequestLimitsFilter extends OncePerRequestFilter {
    private static final DataSize BODY = DataSize.ofKilobytes(64);
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final Duration COME_AGAIN = Duration.ofSeconds(10);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            check(request, response, chain);
        } catch (IOException | RuntimeException e) {
            Refused refusal = TimedBody.refusal(request);
            if (refusal == null || response.isCommitted()) {
                throw e;
            }
            Redirects.refuse(request, response, refusal, COME_AGAIN);
        }
    }

    private static void check(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean program = Problem.isFor(request);
        long most = UploadFilter.isOne(request) ? UploadFilter.BODY.toBytes() : BODY.toBytes();
        if (request.getContentLengthLong() > most) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        // Tomcat reads no more than that of a form without a Content-Length.
        if (program && !isBodyTaken(request)) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else if (CredentialFields.isIn(request.getQueryString())) {
            Redirects.refuse(request, response, Refused.CREDENTIAL_IN_ADDRESS);
        } else if (program || UploadFilter.isOne(request)) {
            chain.doFilter(request, response);
        } else if (!isForm(request)) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        } else if (isAnyFieldDoubled(request)) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isBodyTaken(HttpServletRequest request) throws IOException {
        int most = Math.toIntExact(BODY.toBytes());
        byte[] body = request.getInputStream().readNBytes(most + 1);
        request.setAttribute(Problem.BODY, body);
        return body.length <= most;
    }

    /** A body without a content type has no fields, and so no token. */
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null || type.regionMatches(true, 0, FORM, 0, FORM.length());
    }

    static boolean isAnyFieldDoubled(HttpServletRequest request) {
        return request.getParameterMap().values().stream().anyMatch(values -> values.length > 1);
    }
}
