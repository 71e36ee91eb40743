/** The house; its rooms follow the way a login takes. */
@NullMarked
package dev.vestibule;

import org.jspecify.annotations.NullMarked;
