/** The second step of a sign-in: a code of an app, a recovery code or an enrolment pass. */
@NullMarked
package dev.vestibule.login.code;

import org.jspecify.annotations.NullMarked;
