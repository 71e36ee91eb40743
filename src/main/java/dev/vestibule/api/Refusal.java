package dev.vestibule.api;

import dev.vestibule.web.Problem;
import dev.vestibule.web.Problem.Code;
import dev.vestibule.web.Problem.Field;
import dev.vestibule.web.Problem.Flaw;
import java.util.List;

/** Ends a request with a problem; whatever its transaction did is undone. */
final class Refusal extends RuntimeException {
    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.code().code(), null, false, false);
        this.problem = problem;
    }

    static Refusal of(Code code) {
        return new Refusal(Problem.of(code));
    }

    /** @param how to follow "The request cannot be read:" */
    static Refusal malformed(String how) {
        return new Refusal(Problem.of(Code.MALFORMED, how));
    }

    /** Somebody else has this value. */
    static Refusal taken(String field) {
        return new Refusal(new Problem(Code.CONFLICT, null, List.of(new Field("#/" + field, Flaw.TAKEN))));
    }

    Problem problem() {
        return problem;
    }
}
