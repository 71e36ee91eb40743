/** The page of system parameters. */
@NullMarked
package dev.vestibule.settings.parameter;

import org.jspecify.annotations.NullMarked;
