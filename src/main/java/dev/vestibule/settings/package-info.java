/** An administrator's pages. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "apikey",
            "audit",
            "authenticator",
            "company",
            "event",
            "formkey",
            "login",
            "network",
            "parameter",
            "policy",
            "principal",
            "recovery",
            "server",
            "session",
            "text",
            "throttle",
            "trusteddevice",
            "userimport",
            "web"
        })
@NullMarked
package dev.vestibule.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
