/** Accounts from a CSV file. */
@ApplicationModule(allowedDependencies = {"account", "audit", "company", "event", "platform", "text", "web"})
@NullMarked
package dev.vestibule.userimport;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
