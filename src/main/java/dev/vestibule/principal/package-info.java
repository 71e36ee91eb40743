/** The authenticated account as each request reads it, and the frame of its pages. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "authenticator",
            "parameter",
            "platform",
            "policy",
            "recovery",
            "session",
            "text",
            "trusteddevice",
            "web"
        })
@NullMarked
package dev.vestibule.principal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
