/** Refuses a start that cannot work, and says why in a sentence. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.startup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
