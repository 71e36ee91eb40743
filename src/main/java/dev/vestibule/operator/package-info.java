/** The commands of the shell, for who runs the installation: on the day nobody else can help, and to see that all is well. */
@ApplicationModule(allowedDependencies = {"account", "authenticator", "platform", "throttle"})
@NullMarked
package dev.vestibule.operator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
