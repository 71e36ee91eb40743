/** Where a person is signed in: the small record that a session keeps, and how it is kept. */
@ApplicationModule(allowedDependencies = {"account", "platform"})
@NullMarked
package dev.vestibule.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
