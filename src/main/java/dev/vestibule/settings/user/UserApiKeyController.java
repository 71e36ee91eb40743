package dev.vestibule.settings.user;

import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** Revokes an API key of a user; the key itself is never shown here. */
@SignedInPage
class UserApiKeyController {
    private final ApiKeys keys;
    private final UserView.Finder users;

    UserApiKeyController(ApiKeys keys, UserView.Finder users) {
        this.keys = keys;
        this.users = users;
    }

    @GetMapping("/settings/users/{id}/api-keys/{key}/revoke")
    String confirm(@PathVariable UUID id, @PathVariable UUID key, Model model) {
        model.addAttribute("user", users.view(id));
        model.addAttribute(
                "keys",
                List.of(keys.of(id).stream()
                        .filter(one -> one.id().equals(key))
                        .findFirst()
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND))));
        model.addAttribute("action", "/settings/users/" + id + "/api-keys/" + key + "/revoke");
        return "settings/user-api-key-revoke";
    }

    @PostMapping("/settings/users/{id}/api-keys/{key}/revoke")
    String revoke(@PathVariable UUID id, @PathVariable UUID key) {
        if (!keys.revoke(id, key)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Confirmation.USER_API_KEY_REVOKED.redirectTo("/settings/users/" + id);
    }
}
