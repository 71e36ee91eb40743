package dev.vestibule.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.apikey.ApiKey;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.web.Problem;
import dev.vestibule.web.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The caller and the credential of the request, for users as well. */
@RestController
@RequestMapping(path = "/api/v1/me", produces = MediaType.APPLICATION_JSON_VALUE)
class MeApiController {
    private final ApiUsers users;
    private final ApiKeys keys;

    MeApiController(ApiUsers users, ApiKeys keys) {
        this.users = users;
        this.keys = keys;
    }

    record View(@JsonUnwrapped ApiUser user, Credential credential) {}

    /** The credential of the request; a password has neither a name nor an end. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Credential(
            String kind,
            @Nullable String name,
            String scope,
            @Nullable Instant expiresAt) {
        static Credential of(ApiAuthentication caller) {
            ApiKey key = caller.key();
            String scope = caller.scope().code();
            return key == null
                    ? new Credential("basic", null, scope, null)
                    : new Credential("api_key", key.name(), scope, key.expiresAt());
        }
    }

    @GetMapping
    View me(ApiAuthentication caller) {
        UUID id = caller.principal().id();
        return new View(users.find(id).orElseThrow(() -> new AccountNotFoundException(id)), Credential.of(caller));
    }

    /** Revokes the key of the request. */
    @DeleteMapping("/api-key")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeKey(ApiAuthentication caller) {
        ApiKey key = caller.key();
        if (key == null || !keys.revoke(caller.principal().id(), key.id())) {
            throw new ProblemException(Problem.NOT_FOUND);
        }
    }
}
