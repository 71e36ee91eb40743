/** The house as tests walk through it: a database, a clock to turn, people, and browsers of theirs. */
@NullMarked
package dev.vestibule.testing;

import org.jspecify.annotations.NullMarked;
