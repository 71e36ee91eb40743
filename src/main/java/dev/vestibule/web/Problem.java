package dev.vestibule.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A refusal for programs (RFC 9457), where people are shown a page.
 *
 * @param what what its detail is about, such as the name of a parameter; null when that goes without saying
 * @param errors what is wrong with which field of what was sent; mostly none
 */
public record Problem(Code code, @Nullable String what, List<Field> errors) {
    /** The request attribute under which a malformed request keeps the address it had. */
    public static final String ADDRESS = Problem.class.getName() + ".address";

    private static final String API = "/api";

    /** The kinds of problems; their codes are part of the product's contract. */
    public enum Code {
        MALFORMED(400),
        INVALID_QUERY(400),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        INSUFFICIENT_SCOPE(403),
        NOT_FOUND(404),
        METHOD_NOT_ALLOWED(405),
        NOT_ACCEPTABLE(406),
        CONFLICT(409),
        /** Nobody would be left who can sign in as an administrator. */
        LAST_ADMINISTRATOR(409),
        TOO_LARGE(413),
        UNSUPPORTED_MEDIA_TYPE(415),
        /** Another host than that of {@code vestibule.public-url}. */
        MISDIRECTED(421),
        INVALID(422),
        TOO_MANY_ATTEMPTS(429),
        INTERNAL(500),
        UNAVAILABLE(503);

        private final int status;

        Code(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }

        /** As the problem's type ends, and the end of its texts' keys. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The one that a bare status stands for. */
        static Code ofStatus(int status) {
            return Arrays.stream(values())
                    .filter(code -> code.status == status)
                    .findFirst()
                    .orElse(status < 500 ? MALFORMED : INTERNAL);
        }
    }

    /** What can be wrong with a field. */
    public enum Flaw {
        REQUIRED,
        UNKNOWN,
        READ_ONLY,
        INVALID,
        TOO_LONG,
        TAKEN,
        OUT_OF_BOUNDS;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param pointer to the field (RFC 6901), such as {@code #/login} */
    public record Field(String pointer, Flaw flaw) {}

    public static Problem of(Code code) {
        return new Problem(code, null, List.of());
    }

    public static Problem of(Code code, String what) {
        return new Problem(code, what, List.of());
    }

    /** Whether this request is a program's: its answers are JSON, refusals included, and no cookie is looked at. */
    public static boolean isFor(HttpServletRequest request) {
        Object malformed = request.getAttribute(ADDRESS);
        Object failed = malformed == null ? request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) : malformed;
        String path = failed instanceof String address ? address : request.getServletPath();
        return path.equals(API) || path.startsWith(API + "/");
    }
}
