/** Server-side sessions: storage, lifetime, list and revocation. */
@ApplicationModule(
        allowedDependencies = {"account", "authenticator", "encryption", "event", "network", "parameter", "platform"})
@NullMarked
package dev.vestibule.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
