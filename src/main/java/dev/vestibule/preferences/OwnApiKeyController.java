package dev.vestibule.preferences;

import dev.vestibule.apikey.ApiKey;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.apikey.Scope;
import dev.vestibule.formkey.FormKeys;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import dev.vestibule.web.ShortText;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * A user's own API keys. A new key is shown only in the answer to the form; to revoke one needs no reauthentication.
 */
@SignedInPage
@RequestMapping("/preferences/api-keys")
class OwnApiKeyController {
    private static final String VIEW = "preferences/api-key-new";
    private static final int PROPOSED_DAYS = 90;

    private final ApiKeys keys;
    private final FormKeys forms;

    OwnApiKeyController(ApiKeys keys, FormKeys forms) {
        this.keys = keys;
        this.forms = forms;
    }

    /** All fields are text, so that the form can be shown again with an input that cannot be converted. */
    record Form(
            @ShortText String name,
            @Nullable String scope,
            @Nullable String expires_in_days) {}

    @ModelAttribute("scopes")
    List<String> scopes() {
        return Arrays.stream(Scope.values()).map(Scope::code).toList();
    }

    @GetMapping("/new")
    String page(@AuthenticationPrincipal AccountPrincipal principal, Model model) {
        model.addAttribute("key", new Form("", Scope.READ.code(), Integer.toString(PROPOSED_DAYS)));
        show(principal, model);
        return VIEW;
    }

    @PostMapping("/new")
    ModelAndView make(
            @AuthenticationPrincipal AccountPrincipal principal,
            @Valid @ModelAttribute("key") Form form,
            BindingResult errors,
            @RequestParam(name = FormKeys.FIELD, required = false) @Nullable String formKey,
            Model model) {
        Optional<Scope> scope = Scope.ofCode(form.scope());
        if (scope.isEmpty()) {
            errors.rejectValue("scope", "refused.scope.unknown");
        }
        Optional<Duration> lifetime = lifetime(form.expires_in_days());
        if (lifetime.isEmpty()) {
            errors.rejectValue("expires_in_days", "refused.expires_in_days");
        }
        if (!errors.hasErrors()) {
            var once = forms.once(
                    formKey,
                    () -> keys.issue(
                            principal.id(),
                            principal.credentialVersion(),
                            form.name().strip(),
                            scope.orElseThrow(),
                            lifetime.orElseThrow()));
            if (once.made() instanceof ApiKeys.Issued issued) {
                return shown(issued);
            }
            switch (once.state()) {
                case SENT_BEFORE -> {
                    return Forms.accepted(Confirmation.SENT_BEFORE.redirectTo("/preferences"));
                }
                case STALE -> model.addAttribute("stale", FormKeys.STALE_TEXT);
                case MADE -> {
                    if (once.made() instanceof ApiKeys.SessionEnded) {
                        return Forms.accepted("redirect:/preferences"); // The page says why.
                    }
                    errors.rejectValue("name", "refused.api-key.many", new Object[] {ApiKey.MAX}, null);
                }
            }
        }
        show(principal, model);
        return Forms.refused(VIEW);
    }

    private static ModelAndView shown(ApiKeys.Issued issued) {
        return Forms.accepted("preferences/api-key-created")
                .addObject("text", issued.text().text())
                .addObject("key", issued.key());
    }

    private static Optional<Duration> lifetime(@Nullable String typed) {
        String days = typed == null ? "" : typed.strip();
        return days.matches("[0-9]{1,3}")
                ? Optional.of(Duration.ofDays(Integer.parseInt(days)))
                        .filter(lifetime -> !lifetime.isZero() && lifetime.compareTo(ApiKeys.LONGEST) <= 0)
                : Optional.empty();
    }

    private void show(AccountPrincipal principal, Model model) {
        model.addAttribute("most", keys.count(principal.id()) >= ApiKey.MAX ? ApiKey.MAX : null);
    }

    @GetMapping("/{id}/revoke")
    String confirmRevoke(@AuthenticationPrincipal AccountPrincipal principal, @PathVariable UUID id, Model model) {
        ApiKey key = keys.of(principal.id()).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return confirm(List.of(key), false, "/preferences/api-keys/" + id + "/revoke", model);
    }

    @GetMapping("/end-all")
    String confirmEndAll(@AuthenticationPrincipal AccountPrincipal principal, Model model) {
        return confirm(keys.of(principal.id()), true, "/preferences/api-keys/end-all", model);
    }

    private static String confirm(List<ApiKey> keys, boolean all, String action, Model model) {
        model.addAttribute("keys", keys);
        model.addAttribute("all", all);
        model.addAttribute("action", action);
        return "preferences/api-key-revoke";
    }

    @PostMapping("/{id}/revoke")
    String revoke(@AuthenticationPrincipal AccountPrincipal principal, @PathVariable UUID id) {
        if (!keys.revoke(principal.id(), id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Confirmation.API_KEY_REVOKED.redirectTo("/preferences");
    }

    @PostMapping("/end-all")
    String endAll(@AuthenticationPrincipal AccountPrincipal principal) {
        keys.revokeAll(principal.id());
        return Confirmation.API_KEYS_ENDED.redirectTo("/preferences");
    }
}
