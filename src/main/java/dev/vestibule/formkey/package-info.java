/** One-time keys of forms that make something: a form that is sent again makes nothing. */
@ApplicationModule(allowedDependencies = {"platform", "session"})
@NullMarked
package dev.vestibule.formkey;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
