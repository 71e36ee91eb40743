/** The API for programs: a chain of its own that keeps no session, and the resources behind it. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "apikey",
            "audit",
            "company",
            "device",
            "event",
            "login",
            "page",
            "parameter",
            "person",
            "platform",
            "policy",
            "session",
            "throttle"
        })
@NullMarked
package dev.vestibule.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
