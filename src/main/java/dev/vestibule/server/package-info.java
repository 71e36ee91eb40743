/** Tomcat and the servlet filters in front of the application: limits, headers, proxies and outages. */
@ApplicationModule(allowedDependencies = {"database", "network", "platform", "web"})
@NullMarked
package dev.vestibule.server;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
