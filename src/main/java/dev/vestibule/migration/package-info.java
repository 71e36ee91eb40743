/** Guards of the schema migration, and the migrations that are written in Java. */
@ApplicationModule(allowedDependencies = {"database", "platform", "startup", "text"})
@NullMarked
package dev.vestibule.migration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
