package dev.vestibule.api;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeletion;
import dev.vestibule.account.AccountDetails;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Role;
import dev.vestibule.account.UsernameTakenException;
import dev.vestibule.network.Site;
import dev.vestibule.web.Problem.Code;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Accounts. An administrator's is neither made, changed nor deleted here: what that takes is a proof at this moment, and the API
 * rests on one that was given when the key was made.
 */
@RestController
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
class UserResources {
    static final String MERGE_PATCH = "application/merge-patch+json";

    private final UserDirectory users;
    private final UserFields fields;
    private final AccountRepository accounts;
    private final AccountService registrar;
    private final AccountDeletion deletion;
    private final TransactionOperations transaction;
    private final Site site;

    UserResources(
            UserDirectory users,
            UserFields fields,
            AccountRepository accounts,
            AccountService registrar,
            AccountDeletion deletion,
            TransactionOperations transaction,
            Site site) {
        this.users = users;
        this.fields = fields;
        this.accounts = accounts;
        this.registrar = registrar;
        this.deletion = deletion;
        this.transaction = transaction;
        this.site = site;
    }

    @GetMapping
    @Takes({Query.LIMIT, Query.CURSOR, "q", "login", "company_id", "role", "mfa_enabled", "disabled"})
    Page<UserView> list(Query query) {
        return users.list(query);
    }

    @GetMapping("/{id}")
    UserView get(@PathVariable UUID id) {
        return users.find(id).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<UserView> create(ApiAuthentication who, Body body) throws IOException {
        UserFields.New wanted = fields.ofNew(body.fields());
        if (wanted.role() == Role.ADMIN) {
            throw Refusal.of(Code.FORBIDDEN);
        }
        UUID company = Objects.requireNonNullElseGet(
                wanted.company(), () -> accounts.get(who.person().id()).companyId());
        Account made = create(wanted, company);
        String path = "/api/v1/users/" + made.id();
        return ResponseEntity.created(URI.create(site.absolute(path).orElse(path)))
                .body(get(made.id()));
    }

    private Account create(UserFields.New wanted, UUID company) {
        if (accounts.existsByLogin(wanted.login().text())) {
            throw Refusal.taken("login");
        }
        try {
            return registrar.create(
                    wanted.login(), new AccountDetails(wanted.name(), wanted.email(), company), Role.USER);
        } catch (UsernameTakenException e) {
            // Somebody took it between the look and the insert.
            throw Refusal.taken("login");
        }
    }

    @PatchMapping(
            path = "/{id}",
            consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    UserView change(@PathVariable UUID id, Body body) throws IOException {
        requireUser(account(id));
        UserFields.Change wanted = fields.ofChange(body.fields());
        if (wanted.role() == Role.ADMIN) {
            throw Refusal.of(Code.FORBIDDEN);
        }
        transaction.executeWithoutResult(status -> change(id, wanted));
        return get(id);
    }

    /** All of it or nothing; the role is that of a user already, and stays so while the row is locked. */
    private void change(UUID id, UserFields.Change wanted) {
        if (wanted.company() != null || wanted.disabled() != null) {
            // In the order of the registrar, which locks them for either: else two requests could wait for each other.
            accounts.lockAdministrators();
        }
        Account account = accounts.lock(id).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        requireUser(account);
        AccountDetails before = new AccountDetails(account.name(), account.email(), account.companyId());
        AccountDetails after = wanted.of(before);
        if (!after.equals(before)) {
            registrar.edit(id, after, account.version());
        }
        if (Boolean.TRUE.equals(wanted.disabled()) && !account.disabled()) {
            registrar.disable(id);
        }
        if (Boolean.FALSE.equals(wanted.disabled())) {
            registrar.enable(id);
        }
    }

    /** With all that is kept of it but the trail. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        transaction.executeWithoutResult(status -> {
            Account account = accounts.lock(id).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
            requireUser(account);
            deletion.delete(account);
        });
    }

    private Account account(UUID id) {
        return accounts.findById(id).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    static void requireUser(Account account) {
        if (account.role() != Role.USER) {
            throw Refusal.of(Code.FORBIDDEN);
        }
    }
}
