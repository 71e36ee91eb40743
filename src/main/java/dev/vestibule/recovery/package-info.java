/** Recovery codes: the ways in for the day on which no authenticator app is at hand, each of them good for once. */
@ApplicationModule(allowedDependencies = {"account", "event", "platform", "throttle"})
@NullMarked
package dev.vestibule.recovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
