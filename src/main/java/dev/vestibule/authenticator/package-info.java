/** The apps a person enrolled, and the one being enrolled; the door that accepts a code once, for good. */
@ApplicationModule(allowedDependencies = {"account", "event", "platform", "text", "throttle", "totp"})
@NullMarked
package dev.vestibule.authenticator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
