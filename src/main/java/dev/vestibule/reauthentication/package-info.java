/** Reauthentication: which pages ask for a recent factor, and the page that a request asked for before. */
@ApplicationModule(allowedDependencies = {"network", "parameter", "platform", "principal", "server", "web"})
@NullMarked
package dev.vestibule.reauthentication;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
