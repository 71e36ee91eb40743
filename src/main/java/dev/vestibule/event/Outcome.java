package dev.vestibule.event;

import java.util.Locale;

/** How something ended that was tried. */
public enum Outcome {
    SUCCESS,
    FAILURE,
    /** Nothing was tried: a change, a question, an end. */
    INFO;

    /** As pages, exports and the API spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
