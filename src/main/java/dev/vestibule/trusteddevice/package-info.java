/** Trusted devices: tokens, rotation, theft detection, expiry and revocation. */
@ApplicationModule(
        allowedDependencies = {"account", "encryption", "event", "network", "parameter", "platform", "policy"})
@NullMarked
package dev.vestibule.trusteddevice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
