package dev.vestibule.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;

/** The answers of a filter: a redirect to a path of ours, or a refusal. */
public final class Redirects {
    /** The template of every error page. */
    public static final String ERROR_VIEW = "error";

    /**
     * One slash, then neither another nor a backslash (browsers read both as the start of a host), and no invisible
     * character.
     */
    private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e]*");

    /** The request attribute that tells the error page the reason of a refusal. */
    public static final String REFUSED = Redirects.class.getName() + ".refused";

    private Redirects() {}

    /** Whether this can only be a path on this server. */
    public static boolean isPath(String path) {
        return PATH.matcher(path).matches() && !path.contains("\\");
    }

    /**
     * Redirects to a path: by 303 after a POST, so that the browser continues with GET, else by 302.
     *
     * <p>{@code sendRedirect(path, status)} is not used: Spring Session does not intercept it, and the session's cookie
     * would be lost.
     *
     * @throws IllegalArgumentException when {@code path} is no path of ours
     */
    public static void redirect(HttpServletRequest request, HttpServletResponse response, String path) {
        if (!isPath(path)) {
            throw new IllegalArgumentException("not a path of ours");
        }
        boolean read = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        response.setStatus((read ? HttpStatus.FOUND : HttpStatus.SEE_OTHER).value());
        response.setHeader(HttpHeaders.LOCATION, path);
    }

    /** Answers 429; the user may try again after {@code wait}. */
    public static void tooManyTries(HttpServletResponse response, Duration wait) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
        response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
    }

    /** Answers 403 with the reason for the page: an expired form has a text of its own. */
    public static void forbid(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
            throws IOException {
        request.setAttribute(REFUSED, refusal);
        response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }

    public static void refuse(HttpServletRequest request, HttpServletResponse response, Refused why)
            throws IOException {
        request.setAttribute(REFUSED, why);
        response.sendError(why.status());
    }

    /** The same as {@link #refuse}, with a Retry-After header. */
    public static void refuse(HttpServletRequest request, HttpServletResponse response, Refused why, Duration wait)
            throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
        refuse(request, response, why);
    }

    /** The value of Retry-After, at least 1: rounded up, so that a client that waits for it is not too early. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
