/** What happened, for good: events as rows that nobody changes, and the ways to look through them. */
@ApplicationModule(allowedDependencies = {"account", "device", "event", "page", "parameter", "platform", "session"})
@NullMarked
package dev.vestibule.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
