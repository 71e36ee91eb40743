/** The directory of the files that Vestibule generates. */
@ApplicationModule(allowedDependencies = {"startup"})
@NullMarked
package dev.vestibule.datadirectory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
