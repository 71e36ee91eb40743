package dev.vestibule.settings.user;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.company.Company;
import dev.vestibule.company.CompanyRepository;
import dev.vestibule.policy.MfaStatus;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.Policy;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** An account as the administrator's pages show it. */
record UserView(
        UUID id,
        String login,
        String name,
        @Nullable String email,
        String company,
        Role role,
        boolean mfa,
        MfaStatus standing,
        Policy policy,
        boolean reset,
        boolean disabled,
        boolean hasPassword,
        Instant createdAt,
        @Nullable Instant lastSignedInAt,
        int version) {

    /** Whether its company requires MFA of the account. */
    public boolean mfaRequired() {
        return policy.requiresMfa(role == Role.ADMIN);
    }

    /** Finds an account; an unknown id is answered with 404. */
    @Component
    static class Finder {
        private final AccountRepository accounts;
        private final CompanyRepository companies;
        private final Policies policies;
        private final Clock clock;

        Finder(AccountRepository accounts, CompanyRepository companies, Policies policies, Clock clock) {
            this.accounts = accounts;
            this.companies = companies;
            this.policies = policies;
            this.clock = clock;
        }

        Account account(UUID id) {
            return accounts.findById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        }

        UserView view(UUID id) {
            return view(account(id));
        }

        UserView view(Account account) {
            Policy policy = policies.of(account.companyId());
            var lastSignIn = account.lastSignIn();
            return new UserView(
                    account.id(),
                    account.login(),
                    account.name(),
                    account.email(),
                    companies.findById(account.companyId()).map(Company::name).orElseThrow(),
                    account.role(),
                    account.mfaEnabled(),
                    policy.mfaStatus(account.subject(), clock.instant()),
                    policy,
                    account.enrolmentDue(),
                    account.disabled(),
                    account.hasPassword(),
                    account.createdAt(),
                    lastSignIn == null ? null : lastSignIn.at(),
                    account.version());
        }
    }
}
