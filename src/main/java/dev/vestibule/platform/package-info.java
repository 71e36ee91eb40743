/** The ground the house stands on: what a deployment supplies, which is a database, the encryption keys and a clock. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.vestibule.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
