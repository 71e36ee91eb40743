/** Checks the settings before anything is opened, created or migrated. */
@ApplicationModule(allowedDependencies = {"network", "platform", "startup"})
@NullMarked
package dev.vestibule.configuration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
