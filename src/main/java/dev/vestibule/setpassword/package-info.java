/** One-time links to choose a password, and the check of a new password. */
@ApplicationModule(allowedDependencies = {"account", "login", "password", "throttle", "web"})
@NullMarked
package dev.vestibule.setpassword;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
