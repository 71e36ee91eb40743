/** What the owner of an account must be told, until it is read, and the way out for who says "this wasn't me". */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "audit",
            "device",
            "event",
            "login",
            "page",
            "parameter",
            "person",
            "platform",
            "session"
        })
@NullMarked
package dev.vestibule.notice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
