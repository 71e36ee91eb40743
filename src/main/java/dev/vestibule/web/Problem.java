package dev.vestibule.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;

/**
 * The kinds of problems (RFC 9457) that the API answers, where users are shown a page. Their codes are part of the
 * product's contract.
 */
public enum Problem {
    MALFORMED(400),
    INVALID_QUERY(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    INSUFFICIENT_SCOPE(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    CONFLICT(409),
    /** No administrator would be left who can sign in. */
    LAST_ADMINISTRATOR(409),
    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    /** The request names another host than that of {@code vestibule.public-url}. */
    MISDIRECTED(421),
    INVALID(422),
    TOO_MANY_ATTEMPTS(429),
    INTERNAL(500),
    UNAVAILABLE(503);

    /** The request attribute with the original URL of a malformed request. */
    public static final String ADDRESS = Problem.class.getName() + ".address";

    /**
     * The request attribute that holds the body of a request to the API, as bytes: its size is checked before its
     * credentials.
     */
    public static final String BODY = Problem.class.getName() + ".body";

    private static final String API = "/api";

    private final int status;

    Problem(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** The end of the problem's type, and of the keys of its texts. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The problem that a bare status stands for. */
    static Problem ofStatus(int status) {
        return Arrays.stream(values())
                .filter(problem -> problem.status == status)
                .findFirst()
                .orElse(status < 500 ? MALFORMED : INTERNAL);
    }

    /** Whether this request is to the API: its answers are JSON, refusals included, and no cookie is read. */
    public static boolean isFor(HttpServletRequest request) {
        Object malformed = request.getAttribute(ADDRESS);
        Object failed = malformed == null ? request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) : malformed;
        String path = failed instanceof String address ? address : request.getServletPath();
        return path.equals(API) || path.startsWith(API + "/");
    }
}
