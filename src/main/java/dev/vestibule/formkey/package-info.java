/** One-time keys of forms that create something: a form that is sent again creates nothing. */
@ApplicationModule(allowedDependencies = {"encryption", "platform", "session"})
@NullMarked
package dev.vestibule.formkey;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
