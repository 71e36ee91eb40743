/** Ends a start that cannot work, with a reason in plain sentences. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.startup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
