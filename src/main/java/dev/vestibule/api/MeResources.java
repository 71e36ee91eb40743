package dev.vestibule.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.audit.AuditEventView;
import dev.vestibule.web.Problem.Code;
import java.time.Instant;
import java.util.Locale;
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

/** Who asks, with what, and what happened to the own account; open to everybody. */
@RestController
@RequestMapping(path = "/api/v1/me", produces = MediaType.APPLICATION_JSON_VALUE)
class MeResources {
    private final UserDirectory users;
    private final AuditResources events;
    private final ApiKeys keys;

    MeResources(UserDirectory users, AuditResources events, ApiKeys keys) {
        this.users = users;
        this.events = events;
        this.keys = keys;
    }

    /** The account, and what speaks for it. */
    record View(@JsonUnwrapped UserView user, Shown credential) {}

    /** A credential as its holder is told it. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Shown(
            String kind,
            @Nullable String name,
            String scope,
            @Nullable Instant expiresAt) {
        static Shown of(Credential credential) {
            return new Shown(
                    credential.kind().name().toLowerCase(Locale.ROOT),
                    credential.name(),
                    credential.scope().code(),
                    credential.expiresAt());
        }
    }

    @GetMapping
    View me(ApiAuthentication who) {
        UserView user = users.find(who.person().id())
                .orElseThrow(() -> new AccountNotFoundException(who.person().id()));
        return new View(user, Shown.of(who.credential()));
    }

    @GetMapping("/audit-events")
    @Takes({Query.LIMIT, Query.CURSOR})
    Page<AuditEventView> events(ApiAuthentication who, Query query) {
        return events.own(who.person().id(), query);
    }

    /** The key that asks ends itself. */
    @DeleteMapping("/api-key")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endKey(ApiAuthentication who) {
        UUID key = who.credential().key();
        if (key == null || !keys.revoke(who.person().id(), key)) {
            throw Refusal.of(Code.NOT_FOUND);
        }
    }
}
