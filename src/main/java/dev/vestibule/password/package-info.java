/** Password hashing, and the rules for new passwords. */
@ApplicationModule(allowedDependencies = {"parameter", "platform"})
@NullMarked
package dev.vestibule.password;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
