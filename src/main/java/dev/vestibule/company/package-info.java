/** Whose people they are: the name that an authenticator app shows beside the code, and the first of them all. */
@ApplicationModule(allowedDependencies = {"account", "event", "platform"})
@NullMarked
package dev.vestibule.company;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
