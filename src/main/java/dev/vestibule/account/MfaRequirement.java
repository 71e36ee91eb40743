package dev.vestibule.account;

import dev.vestibule.policy.MfaStatus;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.Policy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Decides which accounts must have MFA, by their companies' policies. */
@Component
public class MfaRequirement {
    private final Policies policies;
    private final Clock clock;

    MfaRequirement(Policies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    public MfaStatus of(Account account) {
        return policies.of(account.companyId()).mfaStatus(account.subject(), clock.instant());
    }

    /** Whether MFA cannot be switched off. */
    public boolean requires(Account account) {
        return policies.of(account.companyId()).requiresMfa(account.role() == Role.ADMIN);
    }

    /**
     * The accounts that can complete a sign-in without enrolling first: they are enabled, have a password, and no
     * enrolment is due. If some of these never need help from an administrator, the result contains only them: the
     * others are in their grace period and need a pass when it is over.
     */
    List<Account> ableToSignIn(List<Account> accounts) {
        Map<UUID, Policy> all = policies.all();
        List<Account> now = accounts.stream()
                .filter(account -> !account.disabled() && account.hasPassword())
                .filter(account -> !of(account, all)
                        .mfaStatus(account.subject(), clock.instant())
                        .due())
                .toList();
        List<Account> forGood = now.stream()
                .filter(account -> !of(account, all).locksOut(account.subject()))
                .toList();
        return forGood.isEmpty() ? now : forGood;
    }

    private static Policy of(Account account, Map<UUID, Policy> all) {
        return all.getOrDefault(account.companyId(), Policy.NONE);
    }

    /**
     * Whether none of these accounts could ever sign in without help from an administrator, once the companies have
     * these policies.
     *
     * @param changed the new policies by company; the other companies keep theirs
     */
    boolean allLockedOut(List<Account> accounts, Map<UUID, Policy> changed) {
        Map<UUID, Policy> all = policies.all();
        all.putAll(changed);
        return accounts.stream()
                .filter(account -> !account.disabled() && account.hasPassword())
                .allMatch(account -> of(account, all).locksOut(account.subject()));
    }
}
