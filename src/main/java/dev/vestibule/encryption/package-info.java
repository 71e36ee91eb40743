/** Encryption keys, encryption of stored secrets, key rotation and random tokens. */
@ApplicationModule(allowedDependencies = {"datadirectory", "startup"})
@NullMarked
package dev.vestibule.encryption;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
