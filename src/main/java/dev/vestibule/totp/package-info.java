/** RFC 6238 arithmetic, without a framework. */
@ApplicationModule(allowedDependencies = {"text"})
@NullMarked
package dev.vestibule.totp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
