package dev.vestibule.settings;

import dev.vestibule.login.SignedInPage;
import dev.vestibule.settings.UserList.State;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The list of users, by login. */
@SignedInPage
class Users {
    private static final int LARGEST_PAGE = 200;

    private final UserList users;

    Users(UserList users) {
        this.users = users;
    }

    @GetMapping("/settings/users")
    String page(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "50") int size,
            Model model) {
        if (size < 1 || size > LARGEST_PAGE || unprintable(q) || unprintable(after)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        UserList.Page page = users.find(q.strip(), state(state), after, size);
        model.addAttribute("users", page.rows());
        model.addAttribute("next", page.next());
        model.addAttribute("q", q.strip());
        model.addAttribute("state", state.isEmpty() ? null : state);
        model.addAttribute("size", size);
        return "settings/users";
    }

    private static @Nullable State state(String code) {
        return code.isEmpty()
                ? null
                : State.ofCode(code).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    }

    /** PostgreSQL has no text for these. */
    private static boolean unprintable(String text) {
        return text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }
}
