package dev.vestibule.web;

import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.RequestScope;

/** Sets the focus of a page on one field: HTML allows one {@code autofocus} in a document. */
@Component("focus")
@RequestScope
class FirstFocus {
    private boolean taken;

    /** @return true for the first field of the page that calls it */
    public boolean take() {
        boolean first = !taken;
        taken = true;
        return first;
    }
}
