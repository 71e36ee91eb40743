/** The embedded PostgreSQL of a deployment that names no database. */
@ApplicationModule(allowedDependencies = {"datadirectory", "platform", "startup"})
@NullMarked
package dev.vestibule.embedded;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
