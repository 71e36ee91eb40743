package dev.vestibule.web;

import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/** Renders a rejected form again. */
public final class Forms {
    private Forms() {}

    /** The same page at the form's own URL, with status 422; it shows the model and its errors. */
    public static ModelAndView refused(String view) {
        return new ModelAndView(view, HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** Parses an id in a field, in the form that our pages write; empty when it is invalid. */
    public static Optional<UUID> id(String typed) {
        try {
            return Optional.of(UUID.fromString(typed))
                    .filter(id -> id.toString().equals(typed));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The view of a page, or a redirect. */
    public static ModelAndView accepted(String view) {
        return new ModelAndView(view);
    }
}
