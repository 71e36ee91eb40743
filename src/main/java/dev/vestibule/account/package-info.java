/** Who: people, their passwords, and the one-time links by which they choose them. */
@ApplicationModule(allowedDependencies = {"event", "parameter", "platform", "policy", "text"})
@NullMarked
package dev.vestibule.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
