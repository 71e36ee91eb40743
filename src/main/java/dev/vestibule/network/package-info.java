/** IP addresses and networks, the public URL and the trusted proxies. */
@ApplicationModule(allowedDependencies = {"startup"})
@NullMarked
package dev.vestibule.network;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
