/** System parameters: their types, bounds, defaults and current values. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.parameter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
