/** Arithmetic: time steps, codes and secrets of RFC 6238; it knows no clock, no database and no framework. */
@ApplicationModule(allowedDependencies = "text")
@NullMarked
package dev.vestibule.totp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
