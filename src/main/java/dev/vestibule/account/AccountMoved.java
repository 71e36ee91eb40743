package dev.vestibule.account;

import dev.vestibule.policy.Policy;
import java.util.UUID;

/**
 * An account moved to another company; published within the transaction that moves it.
 *
 * @param before the policy of the previous company
 * @param after the policy of the new company
 */
public record AccountMoved(UUID account, Policy before, Policy after) {}
