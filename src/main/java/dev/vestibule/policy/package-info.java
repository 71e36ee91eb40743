/** What a company requires of its accounts, as functions that answer allowed or the reason. */
@ApplicationModule(allowedDependencies = {"event", "network", "parameter"})
@NullMarked
package dev.vestibule.policy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
