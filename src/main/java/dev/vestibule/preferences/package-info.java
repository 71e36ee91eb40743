/** A user's own pages. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "apikey",
            "audit",
            "authenticator",
            "clockcheck",
            "event",
            "formkey",
            "login",
            "notice",
            "policy",
            "principal",
            "recovery",
            "session",
            "setpassword",
            "text",
            "throttle",
            "totp",
            "trusteddevice",
            "web"
        })
@NullMarked
package dev.vestibule.preferences;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
