/** The setup of tests: a database, a clock, accounts and their browsers. */
@NullMarked
package dev.vestibule.testing;

import org.jspecify.annotations.NullMarked;
