/** The stateless filter chain of the API, and its resources. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "apikey",
            "audit",
            "company",
            "event",
            "login",
            "network",
            "parameter",
            "policy",
            "principal",
            "session",
            "throttle",
            "trusteddevice",
            "web"
        })
@NullMarked
package dev.vestibule.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
