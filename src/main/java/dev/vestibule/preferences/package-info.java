/** A person's own pages: home, Change My Preferences, and the wizard that enrols an authenticator app. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "apikey",
            "audit",
            "authenticator",
            "device",
            "event",
            "formkey",
            "login",
            "notice",
            "page",
            "parameter",
            "person",
            "policy",
            "recovery",
            "session",
            "throttle",
            "totp"
        })
@NullMarked
package dev.vestibule.preferences;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
