/** The directory in which Vestibule keeps what it generates itself. */
@ApplicationModule(allowedDependencies = {"startup"})
@NullMarked
package dev.vestibule.datadirectory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
