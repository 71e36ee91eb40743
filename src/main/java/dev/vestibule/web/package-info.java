/** What pages and problem details share: error pages, forms, redirects and formats of times. */
@ApplicationModule(allowedDependencies = {"network"})
@NullMarked
package dev.vestibule.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
