/** Notices to the owner of an account about security-relevant events. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "audit",
            "event",
            "login",
            "parameter",
            "platform",
            "principal",
            "session",
            "trusteddevice",
            "web"
        })
@NullMarked
package dev.vestibule.notice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
