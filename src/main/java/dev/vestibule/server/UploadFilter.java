package dev.vestibule.server;

import dev.vestibule.web.Redirects;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.csrf.MissingCsrfTokenException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Guards the one form that sends a file; a node reads one file at a time. The CSRF token is in the body, so the body is
 * read before the token is checked. Before that, this filter checks the sender's role and recent reauthentication, and
 * {@link OriginCheckFilter} the origin: a request that fails either is refused before its file is kept in memory.
 */
public final class UploadFilter extends OncePerRequestFilter {
    public static final String PATH = "/settings/users/import";

    /** The maximum size of the file. */
    public static final DataSize FILE = DataSize.ofMegabytes(10);

    /** The maximum size of the file and the other fields. */
    static final DataSize BODY =
            DataSize.ofBytes(FILE.toBytes() + DataSize.ofKilobytes(64).toBytes());

    private static final Duration TIME = Duration.ofMinutes(2);
    private static final Duration COME_AGAIN = Duration.ofSeconds(30);
    private static final String BUSY = UploadFilter.class.getName() + ".busy";
    private static final String FORM = "multipart/form-data";
    private static final String FIELD = "file";

    private final AuthorizationManager<HttpServletRequest> senders;
    private final AuthorizationManager<HttpServletRequest> recent;
    private final AuthenticationEntryPoint reauthentication;

    /** The file is in memory while it is checked, and a small heap has space for one. */
    private final Semaphore one = new Semaphore(1);

    /**
     * @param senders authorizes the accounts that may send a file
     * @param recent authorizes those with a recent reauthentication
     * @param reauthentication where a sender without one is redirected
     */
    public UploadFilter(
            AuthorizationManager<HttpServletRequest> senders,
            AuthorizationManager<HttpServletRequest> recent,
            AuthenticationEntryPoint reauthentication) {
        this.senders = senders;
        this.recent = recent;
        this.reauthentication = reauthentication;
    }

    static boolean isOne(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.regionMatches(true, 0, FORM, 0, FORM.length())
                && "POST".equals(request.getMethod())
                && PATH.equals(request.getRequestURI());
    }

    private static boolean isGranted(
            AuthorizationManager<HttpServletRequest> rule, Authentication sender, HttpServletRequest request) {
        var decision = rule.authorize(() -> sender, request);
        return decision != null && decision.isGranted();
    }

    /** The form has one file, in its own field, and no repeated field; files do not count as fields. */
    private static boolean isAnyPartOdd(HttpServletRequest request) throws IOException, ServletException {
        Set<String> names = new HashSet<>();
        for (Part part : request.getParts()) {
            boolean isFile = part.getSubmittedFileName() != null;
            if (!names.add(part.getName()) || isFile != FIELD.equals(part.getName())) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !isOne(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication sender = SecurityContextHolder.getContext().getAuthentication();
        if (sender == null || !isGranted(senders, sender, request)) {
            Redirects.forbid(request, response, new MissingCsrfTokenException(null));
            return;
        }
        // The body is also read when the file is refused: a browser that still sends it would not show the answer.
        TimedBody.allow(request, TIME);
        if (!isGranted(recent, sender, request)) {
            reauthentication.commence(request, response, new InsufficientAuthenticationException("not recent enough"));
        } else if (one.tryAcquire()) {
            try {
                take(request, response, chain);
            } finally {
                one.release();
            }
        } else {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(COME_AGAIN.toSeconds()));
            request.setAttribute(BUSY, true);
            chain.doFilter(new FormAlone(request), response);
        }
    }

    private static void take(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (RequestLimitsFilter.isAnyFieldDoubled(request) || isAnyPartOdd(request)) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Whether the file was not read because another one is being read; the answer is 503 then. */
    public static boolean isBusy(HttpServletRequest request) {
        return request.getAttribute(BUSY) != null;
    }

    /** Forwards to the form's page without reading the file. */
    private static final class FormAlone extends HttpServletRequestWrapper {
        FormAlone(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return HttpMethod.GET.name();
        }

        @Override
        public @Nullable String getContentType() {
            return null;
        }

        @Override
        public @Nullable String getParameter(String name) {
            return null;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of();
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return null;
        }
    }
}
