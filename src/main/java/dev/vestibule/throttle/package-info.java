/** Counted tries: how often a password or code may be tried. */
@ApplicationModule(allowedDependencies = {"account", "encryption", "event", "network", "parameter", "platform"})
@NullMarked
package dev.vestibule.throttle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
