package dev.vestibule.page;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/** How a refused form is shown again. */
public final class Forms {
    private Forms() {}

    /** The same page at the form's own address, with status 422; what it shows comes from the model and its errors. */
    public static ModelAndView refused(String view) {
        return new ModelAndView(view, HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** A page, or a redirect. */
    public static ModelAndView accepted(String view) {
        return new ModelAndView(view);
    }
}
