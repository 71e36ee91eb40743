/** Accounts from a file: read, checked line by line, and made all or none. */
@ApplicationModule(allowedDependencies = {"account", "audit", "company", "event", "page", "platform", "text"})
@NullMarked
package dev.vestibule.roster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
