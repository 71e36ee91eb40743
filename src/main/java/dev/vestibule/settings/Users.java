package dev.vestibule.settings;

import dev.vestibule.person.SignedInPage;
import dev.vestibule.settings.UserList.State;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
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
    String page(@ModelAttribute("search") UserSearch search, @RequestParam(defaultValue = "50") int size, Model model) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        State state = search.narrowing();
        UserList.Page page = users.find(search.prefix(), state, search.start(), size);
        model.addAttribute("users", page.rows());
        model.addAttribute("next", page.next());
        model.addAttribute("q", search.prefix());
        model.addAttribute("state", state == null ? null : state.code());
        model.addAttribute("size", size);
        return "settings/users";
    }
}
