/** The corridor: the filter chain, and the steps of a login in the order in which one walks them. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "audit",
            "authenticator",
            "device",
            "event",
            "page",
            "parameter",
            "person",
            "platform",
            "policy",
            "recovery",
            "session",
            "throttle",
            "totp"
        })
@NullMarked
package dev.vestibule.login;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
