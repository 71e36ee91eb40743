/** The frame that every answer carries: headers, limits, error pages, and how times are told. */
@ApplicationModule(allowedDependencies = {"platform"})
@NullMarked
package dev.vestibule.page;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
