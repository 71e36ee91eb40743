package dev.vestibule.settings.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountNotFoundException;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.AccountService.Outcome;
import dev.vestibule.account.Role;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.session.Sessions;
import dev.vestibule.web.Confirmation;
import dev.vestibule.web.Forms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriUtils;

/**
 * Acts on the selected users of one page of the list: on each in a transaction of its own, with an event of its own. A
 * user for whom the action is refused is named with the reason; the others are not affected by it.
 */
@SignedInPage
class SelectedUsersController {
    private static final String VIEW = "settings/users-selected";

    /** Each checkbox has its own name, this prefix and the account's id, as a form must not repeat a field. */
    private static final String SELECTED = "user.";

    private final UserListView list;
    private final AccountRepository accounts;
    private final AccountService accountService;
    private final Sessions sessions;

    SelectedUsersController(
            UserListView list, AccountRepository accounts, AccountService accountService, Sessions sessions) {
        this.list = list;
        this.accounts = accounts;
        this.accountService = accountService;
        this.sessions = sessions;
    }

    /** Actions that need no recent reauthentication beyond that of Settings. */
    enum Action {
        ENABLE(Confirmation.USERS_ENABLED),
        DISABLE(Confirmation.USERS_DISABLED),
        END_SESSIONS(Confirmation.USERS_SESSIONS_ENDED);

        private final Confirmation confirmation;

        Action(Confirmation confirmation) {
            this.confirmation = confirmation;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Action ofCode(@Nullable String code) {
            return Arrays.stream(values())
                    .filter(action -> action.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        }
    }

    /** @param reason why the action is refused, as the text {@code users.refused.CODE} says it; null when it is not */
    public record Selected(
            UUID id, String login, String name, @Nullable String reason) {}

    @PostMapping("/settings/users")
    ModelAndView act(
            @RequestParam Map<String, String> fields,
            @ModelAttribute("search") UserSearch search,
            @RequestParam(defaultValue = "50") int size,
            @AuthenticationPrincipal AccountPrincipal principal,
            Model model) {
        Action action = Action.ofCode(fields.get("action"));
        // An invalid list page is rejected before anything is changed, as the answer leads back to it.
        UserListView.check(search, size);
        List<Account> selected = selected(fields);
        if (selected.isEmpty()) {
            list.show(search, size, model);
            model.addAttribute("noneSelected", true);
            return Forms.refused(UserListView.VIEW);
        }
        model.addAttribute("action", action.code());
        model.addAttribute("fields", search.fields());
        model.addAttribute("size", size);
        boolean confirmed = action == Action.ENABLE || "on".equals(fields.get("confirmed"));
        List<Selected> users = selected.stream()
                .map(account -> new Selected(
                        account.id(),
                        account.login(),
                        account.name(),
                        confirmed ? act(action, account, principal) : reason(action, account, principal)))
                .toList();
        model.addAttribute(
                "accepted", users.stream().filter(user -> user.reason() == null).toList());
        model.addAttribute(
                "refused", users.stream().filter(user -> user.reason() != null).toList());
        model.addAttribute("confirmed", confirmed);
        if (!confirmed) {
            return Forms.accepted(VIEW);
        }
        return users.stream().allMatch(user -> user.reason() == null)
                ? Forms.accepted("redirect:" + back(search, size, action.confirmation))
                : Forms.refused(VIEW);
    }

    /** The accounts with ticked checkboxes, by username, without accounts that were deleted meanwhile. */
    private List<Account> selected(Map<String, String> fields) {
        List<UUID> ids = new ArrayList<>();
        for (String field : fields.keySet()) {
            if (field.startsWith(SELECTED)) {
                ids.add(Forms.id(field.substring(SELECTED.length()))
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST)));
            }
        }
        if (ids.size() > UserListView.LARGEST_PAGE) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return ids.isEmpty()
                ? List.of()
                : accounts.findAllByIdIn(ids).stream()
                        .sorted(Comparator.comparing(Account::login))
                        .toList();
    }

    private @Nullable String reason(Action action, Account account, AccountPrincipal principal) {
        if (action == Action.ENABLE) {
            return null;
        }
        if (account.id().equals(principal.id())) {
            return "oneself";
        }
        boolean last = action == Action.DISABLE
                && account.role() == Role.ADMIN
                && accountService.isLastAdministrator(account.id());
        return last ? "last-administrator" : null;
    }

    private @Nullable String act(Action action, Account account, AccountPrincipal principal) {
        UUID id = account.id();
        if (action != Action.ENABLE && id.equals(principal.id())) {
            return "oneself";
        }
        try {
            switch (action) {
                case ENABLE -> accountService.enable(id);
                case DISABLE -> {
                    return accountService.disable(id) == Outcome.LAST_ADMINISTRATOR ? "last-administrator" : null;
                }
                case END_SESSIONS -> sessions.endAll(id);
            }
            return null;
        } catch (AccountNotFoundException e) {
            return "gone";
        }
    }

    /** The page of the list that the form was on. */
    private static String back(UserSearch search, int size, Confirmation confirmation) {
        StringBuilder url = new StringBuilder("/settings/users?size=" + size + "&done=" + confirmation.code());
        search.fields()
                .forEach((name, value) ->
                        url.append('&').append(name).append('=').append(UriUtils.encode(value, UTF_8)));
        return url.toString();
    }
}
