/** Commands for operators. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "authenticator",
            "database",
            "encryption",
            "network",
            "platform",
            "text",
            "throttle"
        })
@NullMarked
package dev.vestibule.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
