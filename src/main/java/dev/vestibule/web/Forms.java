package dev.vestibule.web;

import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/** How a refused form is shown again. */
public final class Forms {
    private Forms() {}

    /** The same page at the form's own address, with status 422; what it shows comes from the model and its errors. */
    public static ModelAndView refused(String view) {
        return new ModelAndView(view, HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** An id in a field, written as our pages write it; empty when it is none. */
    public static Optional<UUID> id(String typed) {
        try {
            return Optional.of(UUID.fromString(typed))
                    .filter(id -> id.toString().equals(typed));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A page, or a redirect. */
    public static ModelAndView accepted(String view) {
        return new ModelAndView(view);
    }
}
