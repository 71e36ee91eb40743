package dev.vestibule.authenticator;

import java.util.UUID;

/**
 * The session in which the wizard is open.
 *
 * @param signIn the sign-in of the session, which stays the same when the session gets a new id
 * @param credentialVersion the account's when the session was authenticated
 */
public record EnrollingSession(UUID account, UUID signIn, int credentialVersion) {}
