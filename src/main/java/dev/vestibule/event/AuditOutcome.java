package dev.vestibule.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The outcome of an attempt. */
public enum AuditOutcome {
    SUCCESS,
    FAILURE,
    /** No attempt, such as a change or a sign-out. */
    INFO;

    public static Optional<AuditOutcome> ofCode(String code) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.code().equals(code))
                .findFirst();
    }

    /** The code in pages, exports and the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
