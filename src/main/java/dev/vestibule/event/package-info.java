/** The audit events that all modules publish. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
