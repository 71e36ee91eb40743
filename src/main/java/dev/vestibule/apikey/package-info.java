/** Keys that open the API: long, random, kept as hashes, and never more than what their account may do. */
@ApplicationModule(allowedDependencies = {"account", "event", "platform"})
@NullMarked
package dev.vestibule.apikey;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
