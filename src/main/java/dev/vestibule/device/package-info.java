/** The browsers a person trusts: they skip the code, and never stand for a proof. */
@ApplicationModule(allowedDependencies = {"account", "event", "parameter", "platform", "policy"})
@NullMarked
package dev.vestibule.device;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
