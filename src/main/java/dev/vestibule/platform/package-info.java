/** The clock, randomness, and what transactions and scheduled jobs of all modules share. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
