/** Whose people they are: the name that an authenticator app shows beside the code, and the first of them all. */
@ApplicationModule(allowedDependencies = {"account", "device", "event", "platform", "policy", "text"})
@NullMarked
package dev.vestibule.company;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
