package dev.vestibule.api;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountDeletion;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.network.Site;
import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Accounts of users. Administrators are neither created, changed nor deleted here: that requires a current
 * reauthentication, and a key has only the one from its creation.
 */
@RestController
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
class UserApiController {
    private final ApiUsers users;
    private final UserChanges changes;
    private final AccountRepository accounts;
    private final AccountDeletion deletion;
    private final TransactionOperations transaction;
    private final Site site;

    UserApiController(
            ApiUsers users,
            UserChanges changes,
            AccountRepository accounts,
            AccountDeletion deletion,
            TransactionOperations transaction,
            Site site) {
        this.users = users;
        this.changes = changes;
        this.accounts = accounts;
        this.deletion = deletion;
        this.transaction = transaction;
        this.site = site;
    }

    @GetMapping
    Page<ApiUser> list(@Valid @ModelAttribute PageQuery page, @ModelAttribute ApiUsers.UserQuery query) {
        return users.list(query, page);
    }

    @GetMapping("/{id}")
    ApiUser get(@PathVariable UUID id) {
        return users.find(id).orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ApiUser> create(ApiAuthentication caller, HttpServletRequest request) {
        UUID id = changes.create(request, caller.principal().id());
        String path = "/api/v1/users/" + id;
        return ResponseEntity.created(URI.create(site.absolute(path).orElse(path)))
                .body(get(id));
    }

    @PatchMapping(
            path = "/{id}",
            consumes = {JsonBodies.MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    ApiUser change(@PathVariable UUID id, HttpServletRequest request) {
        requireUser(accounts.findById(id).orElseThrow(() -> new ProblemException(Problem.NOT_FOUND)));
        changes.change(request, id);
        return get(id);
    }

    /** Deletes all data of the account but its audit events. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        transaction.executeWithoutResult(status -> {
            Account account = accounts.lock(id).orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
            requireUser(account);
            deletion.delete(account);
        });
    }

    static void requireUser(Account account) {
        if (account.role() != Role.USER) {
            throw new ProblemException(Problem.FORBIDDEN);
        }
    }
}
