/** Companies, and the preview of a policy's effect on their accounts. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "datadirectory",
            "event",
            "network",
            "password",
            "platform",
            "policy",
            "startup",
            "text",
            "trusteddevice"
        })
@NullMarked
package dev.vestibule.company;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
