package dev.vestibule.login;

import dev.vestibule.session.SignInDetails;
import dev.vestibule.throttle.Caller;

/**
 * What the password step knows of a request besides what was typed.
 *
 * @param opening what the session will remember
 * @param caller what a failure counts against
 * @param alone whether no other step follows: the password has to suffice by itself
 */
record PasswordAttempt(SignInDetails opening, Caller caller, boolean alone) {}
