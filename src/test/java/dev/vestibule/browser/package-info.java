/** The pages as users meet them: in Chromium, with and without script, in both colour schemes and on small screens. */
@NullMarked
package dev.vestibule.browser;

import org.jspecify.annotations.NullMarked;
