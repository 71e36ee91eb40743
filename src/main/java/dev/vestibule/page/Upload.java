package dev.vestibule.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.MissingCsrfTokenException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The one form that sends a file. Its token is in the body, so the body is read before anything else is asked; from who
 * may not send one, nothing is read at all.
 */
public final class Upload extends OncePerRequestFilter {
    public static final String PATH = "/settings/users/import";

    /** The largest file. */
    public static final DataSize FILE = DataSize.ofMegabytes(10);

    /** The file, and the fields beside it. */
    static final DataSize BODY =
            DataSize.ofBytes(FILE.toBytes() + DataSize.ofKilobytes(64).toBytes());

    private static final String FORM = "multipart/form-data";
    private static final String FIELD = "file";

    private final AuthorizationManager<HttpServletRequest> senders;

    /** @param senders who may send one */
    public Upload(AuthorizationManager<HttpServletRequest> senders) {
        this.senders = senders;
    }

    static boolean isOne(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.regionMatches(true, 0, FORM, 0, FORM.length())
                && "POST".equals(request.getMethod())
                && PATH.equals(request.getRequestURI());
    }

    private boolean isGranted(Authentication sender, HttpServletRequest request) {
        var decision = senders.authorize(() -> sender, request);
        return decision != null && decision.isGranted();
    }

    /** There is one file, by its own name, and no field twice; files do not count as fields. */
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
        if (sender == null || !isGranted(sender, request)) {
            Reply.forbid(request, response, new MissingCsrfTokenException(null));
        } else if (Limits.isAnyFieldDoubled(request) || isAnyPartOdd(request)) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            chain.doFilter(request, response);
        }
    }
}
