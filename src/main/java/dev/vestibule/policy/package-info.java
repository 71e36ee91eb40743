/** What a company asks of its people: allowed or refused, with the reason. */
@ApplicationModule(allowedDependencies = {"event", "parameter", "platform"})
@NullMarked
package dev.vestibule.policy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
