package dev.vestibule.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Ends a request to the API with a problem; its transaction is rolled back. */
public final class ProblemException extends ErrorResponseException {
    /** What can be wrong with a field. */
    public enum Flaw {
        REQUIRED,
        UNKNOWN,
        READ_ONLY,
        INVALID,
        TOO_LONG,
        TAKEN,
        OUT_OF_BOUNDS;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A field of the body by its name, and what is wrong with it. */
    public record FieldFlaw(String field, Flaw flaw) {
        /** The JSON pointer to the field (RFC 6901), such as {@code #/login}. */
        String pointer() {
            return "#/" + field.replace("~", "~0").replace("/", "~1");
        }
    }

    private final String texts;
    private final transient List<FieldFlaw> flaws;

    public ProblemException(Problem problem) {
        this(problem, null, List.of());
    }

    /** @param subject what the detail is about, such as the name of a parameter */
    public ProblemException(Problem problem, String subject) {
        this(problem, subject, List.of());
    }

    public ProblemException(Problem problem, List<FieldFlaw> flaws) {
        this(problem, null, flaws);
    }

    private ProblemException(Problem problem, @Nullable String subject, List<FieldFlaw> flaws) {
        super(
                HttpStatusCode.valueOf(problem.status()),
                ProblemDetail.forStatus(problem.status()),
                null,
                "api.problem." + problem.code() + (subject == null ? ".detail" : ".detail.what"),
                subject == null ? null : new Object[] {subject});
        this.texts = "api.problem." + problem.code();
        this.flaws = flaws;
        setType(URI.create("urn:vestibule:problem:" + problem.code()));
        setInstance(URI.create("urn:uuid:" + UUID.randomUUID()));
    }

    List<FieldFlaw> flaws() {
        return flaws;
    }

    @Override
    public String getTitleMessageCode() {
        return texts + ".title";
    }
}
