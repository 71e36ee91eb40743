/** Monitors the database: outages, its clock and the application's role. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
