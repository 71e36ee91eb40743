package dev.vestibule.authenticator;

import java.util.UUID;

/**
 * Another enrolment pass was made for an account; published within the transaction that makes it.
 *
 * @param before the account's credential version until now
 * @param after the one from now on: of the sessions, those move on to it in which no older pass was entered
 */
public record EnrolmentPassRenewed(UUID account, int before, int after) {}
