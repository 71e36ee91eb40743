/** The audit log: what is recorded of each event, search and retention. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "encryption",
            "event",
            "parameter",
            "platform",
            "session",
            "trusteddevice",
            "web"
        })
@NullMarked
package dev.vestibule.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
