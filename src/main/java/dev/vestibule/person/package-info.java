/** Who asks: the account as it stands at this request, how far its browser has come, and the frame of the pages that know it. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "authenticator",
            "device",
            "page",
            "parameter",
            "policy",
            "recovery",
            "session"
        })
@NullMarked
package dev.vestibule.person;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
