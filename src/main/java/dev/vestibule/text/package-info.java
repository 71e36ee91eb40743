/** Text as people type and paste it: spaces, hyphens, invisible characters and the digits of all scripts. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.text;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
