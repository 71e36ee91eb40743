/** Recovery codes. */
@ApplicationModule(allowedDependencies = {"account", "encryption", "event", "password", "text", "throttle"})
@NullMarked
package dev.vestibule.recovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
