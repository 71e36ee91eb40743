package dev.vestibule.api;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.account.SetPasswordLinks.Link;
import dev.vestibule.network.Site;
import dev.vestibule.session.Sessions;
import dev.vestibule.trusteddevice.TrustedDevices;
import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Actions on accounts, without a body. */
@RestController
@RequestMapping(path = "/api/v1/users/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
class UserActionApiController {
    private final AccountRepository accounts;
    private final SetPasswordLinks links;
    private final Sessions sessions;
    private final TrustedDevices devices;
    private final TransactionOperations transaction;
    private final Site site;

    UserActionApiController(
            AccountRepository accounts,
            SetPasswordLinks links,
            Sessions sessions,
            TrustedDevices devices,
            TransactionOperations transaction,
            Site site) {
        this.accounts = accounts;
        this.links = links;
        this.sessions = sessions;
        this.devices = devices;
        this.transaction = transaction;
        this.site = site;
    }

    /** A one-time link, shown this once. @param url a path as long as vestibule.public-url is not set */
    @JsonNaming(SnakeCaseStrategy.class)
    record PasswordLink(String url, Instant expiresAt) {}

    /** For users only: a link for an administrator would grant all rights. */
    @PostMapping("/password-link")
    @ResponseStatus(HttpStatus.CREATED)
    PasswordLink passwordLink(@PathVariable UUID id) {
        Link link = Objects.requireNonNull(transaction.execute(status -> {
            UserApiController.requireUser(accounts.lock(id).orElseThrow(() -> new ProblemException(Problem.NOT_FOUND)));
            return links.issue(id);
        }));
        return new PasswordLink(site.absolute(link.path()).orElse(link.path()), link.expiresAt());
    }

    @PostMapping("/end-sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endSessions(@PathVariable UUID id) {
        sessions.endAll(account(id).id());
    }

    @PostMapping("/revoke-trusted-devices")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeTrustedDevices(@PathVariable UUID id) {
        devices.revokeAll(account(id).id());
    }

    private Account account(UUID id) {
        return accounts.findById(id).orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    }
}
