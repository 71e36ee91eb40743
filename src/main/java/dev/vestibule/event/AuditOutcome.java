package dev.vestibule.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How something ended that was tried. */
public enum AuditOutcome {
    SUCCESS,
    FAILURE,
    /** Nothing was tried: a change, a question, an end. */
    INFO;

    public static Optional<AuditOutcome> ofCode(String code) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.code().equals(code))
                .findFirst();
    }

    /** As pages, exports and the API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
