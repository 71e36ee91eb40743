/** The check of a phone's clock, and what forms say while codes of an account are refused. */
@ApplicationModule(allowedDependencies = {"authenticator", "principal", "throttle", "totp", "web"})
@NullMarked
package dev.vestibule.clockcheck;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
