/** Where a person is signed in: the small record that a session keeps, how long, and the end of it. */
@ApplicationModule(allowedDependencies = {"account", "event", "parameter", "platform"})
@NullMarked
package dev.vestibule.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
