/** The pages of users. */
@NullMarked
package dev.vestibule.settings.user;

import org.jspecify.annotations.NullMarked;
