package dev.vestibule.settings;

import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.page.Done;
import dev.vestibule.person.SignedInPage;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** Ends a key of somebody else's; the key itself nobody but its owner ever saw. */
@SignedInPage
class UserApiKeys {
    private final ApiKeys keys;

    UserApiKeys(ApiKeys keys) {
        this.keys = keys;
    }

    @PostMapping("/settings/users/{id}/api-keys/{key}/revoke")
    String revoke(@PathVariable UUID id, @PathVariable UUID key) {
        if (!keys.revoke(id, key)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Done.USER_API_KEY_REVOKED.redirectTo("/settings/users/" + id);
    }
}
