/** An administrator's pages: people and system parameters. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "apikey",
            "audit",
            "authenticator",
            "company",
            "device",
            "event",
            "formkey",
            "login",
            "page",
            "parameter",
            "person",
            "platform",
            "policy",
            "recovery",
            "roster",
            "session",
            "throttle"
        })
@NullMarked
package dev.vestibule.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
