/** Counting failures, so that guessing does not pay, and so that nobody is locked out by somebody else's guesses. */
@ApplicationModule(allowedDependencies = {"account", "event", "parameter", "platform"})
@NullMarked
package dev.vestibule.throttle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
