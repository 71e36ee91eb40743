/** An administrator's pages: people and system parameters. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "authenticator",
            "company",
            "device",
            "login",
            "page",
            "parameter",
            "platform",
            "session"
        })
@NullMarked
package dev.vestibule.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
