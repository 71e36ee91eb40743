package dev.vestibule.settings;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.MfaDuty;
import dev.vestibule.account.Role;
import dev.vestibule.company.Companies;
import dev.vestibule.company.Company;
import dev.vestibule.policy.Standing;
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
        Standing standing,
        boolean mfaRequired,
        boolean reset,
        boolean disabled,
        boolean hasPassword,
        Instant createdAt,
        @Nullable Instant lastSignedInAt,
        int version) {

    /** Whether it has to enrol before anything else opens. */
    boolean enrolmentDue() {
        return standing.due();
    }

    /** Finds one; an id that nobody has is a page that does not exist. */
    @Component
    static class Finder {
        private final Accounts accounts;
        private final Companies companies;
        private final MfaDuty duty;

        Finder(Accounts accounts, Companies companies, MfaDuty duty) {
            this.accounts = accounts;
            this.companies = companies;
            this.duty = duty;
        }

        Account account(UUID id) {
            return accounts.findById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        }

        UserView view(UUID id) {
            Account account = account(id);
            var lastSignIn = account.lastSignIn();
            return new UserView(
                    account.id(),
                    account.login(),
                    account.name(),
                    account.email(),
                    companies.findById(account.companyId()).map(Company::name).orElseThrow(),
                    account.role(),
                    account.mfaEnabled(),
                    duty.of(account),
                    duty.requires(account),
                    account.enrolmentDue(),
                    account.disabled(),
                    account.hasPassword(),
                    account.createdAt(),
                    lastSignIn == null ? null : lastSignIn.at(),
                    account.version());
        }
    }
}
