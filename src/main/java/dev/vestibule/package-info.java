/**
 * Vestibule, with one package for each feature. A sign-in passes through them in this order:
 *
 * <ol>
 *   <li>{@code server}: Tomcat and the servlet filters, which limit and check every request; {@code web}: what all pages
 *       and problem details share.
 *   <li>{@code login}: the filter chain. {@code LoginSecurity} lists the {@code SignInStep}s, and {@code SignInCompletion}
 *       says which comes next. {@code SignInContextRepository} reads the account with each request.
 *   <li>{@code principal}: the authenticated account. {@code SignInStage} says what a signed-in session needs.
 *   <li>{@code throttle}: counts each try before it is checked.
 *   <li>{@code account} and {@code password}; {@code company} and {@code policy}: what a company requires of its accounts.
 *   <li>{@code authenticator}: {@code Authenticators.acceptOnce} accepts a code once; {@code totp}: the arithmetic.
 *   <li>{@code trusteddevice}: devices that skip the code; {@code recovery}: codes for users without their app.
 *   <li>{@code session}: what a session stores, how long it lasts, and how it is ended.
 *   <li>{@code reauthentication}: asks for the password or a code again before what is sensitive.
 * </ol>
 *
 * <p>No package depends on {@code preferences}, {@code settings}, {@code api} or {@code cli}, which present all this to
 * users, administrators, programs and operators. {@code event} has the audit events that all publish, {@code audit} records
 * them, and {@code notice} tells them to the owner of the account.
 */
@NullMarked
package dev.vestibule;

import org.jspecify.annotations.NullMarked;
