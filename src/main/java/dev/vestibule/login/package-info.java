/** The filter chain of the pages, and the steps of a sign-in. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "audit",
            "authenticator",
            "clockcheck",
            "event",
            "network",
            "parameter",
            "password",
            "platform",
            "policy",
            "principal",
            "reauthentication",
            "recovery",
            "server",
            "session",
            "text",
            "throttle",
            "totp",
            "trusteddevice",
            "web"
        })
@NullMarked
package dev.vestibule.login;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
