package dev.vestibule.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;

/** How a filter answers: on to a page of ours, or not at all. */
public final class Redirects {
    /** The template of every error page. */
    public static final String ERROR_VIEW = "error";

    /** One slash, then neither another nor a backslash (browsers read both as the start of a host), nothing invisible. */
    private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e]*");

    /** The request attribute that tells the error page why somebody was refused. */
    public static final String REFUSED = Redirects.class.getName() + ".refused";

    private Redirects() {}

    /** Whether this can be nothing but a path on this server. */
    public static boolean isPath(String path) {
        return PATH.matcher(path).matches() && !path.contains("\\");
    }

    /**
     * Redirects to a path: by 303 after a POST, so that the browser asks by GET, else by 302.
     *
     * <p>Not by {@code sendRedirect(path, status)}: Spring Session does not see that one, and the session's cookie would
     * be lost.
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

    /** Answers 429; the browser and its owner may come again in {@code wait}. */
    public static void tooManyTries(HttpServletResponse response, Duration wait) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
        response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
    }

    /** Answers 403 and leaves word for the page: a form that is too old is another matter than a page for others. */
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

    /** The same as {@link #refuse}, and says when to come again. */
    public static void refuse(HttpServletRequest request, HttpServletResponse response, Refused why, Duration wait)
            throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
        refuse(request, response, why);
    }

    /** The value of Retry-After: rounded up, as a client that comes in time must not come too early; at least 1. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
