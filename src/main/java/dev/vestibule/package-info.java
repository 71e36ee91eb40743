/**
 * The house. Its rooms, in the order in which a login walks them:
 *
 * <ol>
 *   <li>{@code page}: the frame of every answer; headers and limits stand before anything else is asked.
 *   <li>{@code login}: the corridor. {@code LoginChain} is its table of contents: {@code PasswordStep}, then
 *       {@code CodeStep} or {@code RecoveryStep}, and {@code SecondFactor} as the rule that says who needs which; {@code
 *       Proof} asks again before sensitive changes. {@code CurrentAccount} asks with each request who this is.
 *   <li>{@code person}: who asks, as the account stands at this request, and how far the browser has come.
 *   <li>{@code throttle}: counts a try before it is checked; no door to a secret opens without.
 *   <li>{@code account}: who somebody is, the password, and the link by which it is chosen; {@code company}: whose people
 *       they are.
 *   <li>{@code policy}: what a company asks of its people, allowed or refused, with the reason.
 *   <li>{@code authenticator}: the apps of a person; {@code Authenticators.accept} takes a code once, for good.
 *       {@code totp}: the arithmetic behind it.
 *   <li>{@code recovery}: the codes for the day on which no app is at hand.
 *   <li>{@code device}: the browsers that skip the code.
 *   <li>{@code session}: where a person is signed in: the small record that a session keeps, and the end of it.
 *   <li>{@code preferences} and {@code settings}: the pages behind the door, a person's own and an administrator's;
 *       nothing depends on them, nor on {@code api}.
 *   <li>{@code roster}: accounts from a file, all or none.
 *   <li>{@code api} and {@code apikey}: the door for programs, which keeps no session, and the keys that open it.
 *   <li>{@code operator}: the commands of the shell, for the day nobody can open those pages.
 *   <li>{@code event}: what any of them has to tell; {@code audit}: keeps it; {@code notice}: tells the owner.
 *   <li>{@code text}: text as people type it, on which codes and usernames rest.
 *   <li>{@code parameter}: what an administrator tunes; {@code platform}: what a deployment supplies.
 * </ol>
 */
@NullMarked
package dev.vestibule;

import org.jspecify.annotations.NullMarked;
