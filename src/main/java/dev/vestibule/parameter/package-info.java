/** What an administrator may tune: a typed catalogue, in force on every node with the next request. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.parameter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
