package dev.vestibule.account;

import java.util.UUID;

/**
 * An account goes; published within the transaction that deletes it, ahead of its row: every room takes away what it keeps
 * of it.
 *
 * <p>The database would do so too. But who changes a thing of an account's holds that first, and may then ask for the
 * account, to tell its owner: taken in the same order, nobody waits for each other.
 *
 * @param login by which some things are kept; it may be given to somebody else from now on
 */
public record AccountDeleted(UUID account, String login) {}
