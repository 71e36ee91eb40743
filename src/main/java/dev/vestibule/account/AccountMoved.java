package dev.vestibule.account;

import dev.vestibule.policy.Policy;
import java.util.UUID;

/**
 * An account is of another company now; published within the transaction that moves it.
 *
 * @param before the policy of the company that it left
 * @param after the policy of the one that it came to
 */
public record AccountMoved(UUID account, Policy before, Policy after) {}
