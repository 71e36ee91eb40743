/** Canonical forms of typed text, and its limits. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.text;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
