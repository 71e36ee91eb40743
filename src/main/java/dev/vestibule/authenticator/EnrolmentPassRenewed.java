package dev.vestibule.authenticator;

import java.util.UUID;

/**
 * A new enrolment pass was issued for an account; published within the transaction that issues it.
 *
 * @param before the account's credential version until now
 * @param after the new credential version, to which the sessions move in which no older pass was entered
 */
public record EnrolmentPassRenewed(UUID account, int before, int after) {}
