package dev.vestibule.authenticator;

import java.util.UUID;

/**
 * The session in which the wizard is open.
 *
 * @param signIn the sign-in that it belongs to, the same through all ids that the session is given
 * @param credentialVersion the account's with which it was let in
 */
public record EnrollingSession(UUID account, UUID signIn, int credentialVersion) {}
