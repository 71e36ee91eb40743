package dev.vestibule.login;

import dev.vestibule.session.Opening;
import dev.vestibule.throttle.Caller;

/**
 * What the password step knows of a request besides what was typed.
 *
 * @param opening what the session will remember
 * @param caller what a failure counts against
 */
record Knock(Opening opening, Caller caller) {}
