/** What happened: said once, by the room where it happened, to whoever keeps account of it. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
