/** Accounts, their passwords, one-time credentials and deletion. */
@ApplicationModule(allowedDependencies = {"encryption", "event", "password", "platform", "policy", "text"})
@NullMarked
package dev.vestibule.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
