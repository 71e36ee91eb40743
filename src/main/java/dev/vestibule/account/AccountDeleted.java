package dev.vestibule.account;

import java.util.UUID;

/**
 * An account is about to be deleted; published within the transaction that deletes it, before its row: each listener
 * deletes its own data of the account.
 *
 * <p>The database would delete the data too. But every change of such data locks that data first and may then read the
 * account, to notify its user. Deletions lock in the same order, which avoids deadlocks.
 *
 * @param login the key of data about failed attempts; another account may get this username afterwards
 */
public record AccountDeleted(UUID account, String login) {}
