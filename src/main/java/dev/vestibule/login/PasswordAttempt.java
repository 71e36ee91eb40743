package dev.vestibule.login;

import dev.vestibule.session.SignInDetails;
import dev.vestibule.throttle.Caller;

/**
 * Credentials of one password attempt besides the form's fields.
 *
 * @param signIn what the session stores about the sign-in
 * @param caller what a failure counts against
 * @param alone whether no other step follows: the password has to suffice by itself
 */
record PasswordAttempt(SignInDetails signIn, Caller caller, boolean alone) {}
