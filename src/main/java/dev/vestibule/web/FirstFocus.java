package dev.vestibule.web;

import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.RequestScope;

/** Gives the focus of a page to one field: HTML allows one {@code autofocus} in a document. */
@Component("focus")
@RequestScope
class FirstFocus {
    private boolean taken;

    /** @return true for the first field of the page that asks */
    public boolean take() {
        boolean first = !taken;
        taken = true;
        return first;
    }
}
