/** Authenticator apps: enrolment, accepting a code once, replacement and the clock check. */
@ApplicationModule(
        allowedDependencies = {"account", "encryption", "event", "platform", "policy", "text", "throttle", "totp"})
@NullMarked
package dev.vestibule.authenticator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
