/** Audit events, as every module publishes them. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
