package dev.vestibule.login;

import dev.vestibule.session.SignInDetails;
import dev.vestibule.throttle.Caller;

/**
 * Details of one password attempt, besides the username and the password.
 *
 * @param signIn what the session stores about the sign-in
 * @param caller what a failure counts against
 * @param alone whether no other step follows: the password has to suffice by itself
 */
record PasswordAttempt(SignInDetails signIn, Caller caller, boolean alone) {}
