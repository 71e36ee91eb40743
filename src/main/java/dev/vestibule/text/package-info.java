/** Text that people type: its canonical forms and what is refused. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.text;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
