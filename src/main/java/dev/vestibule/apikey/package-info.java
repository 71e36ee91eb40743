/** API keys: creation, check, expiry and revocation. */
@ApplicationModule(allowedDependencies = {"account", "encryption", "event", "platform"})
@NullMarked
package dev.vestibule.apikey;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
