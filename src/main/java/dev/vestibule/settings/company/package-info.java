/** The pages of companies and their policies. */
@NullMarked
package dev.vestibule.settings.company;

import org.jspecify.annotations.NullMarked;
