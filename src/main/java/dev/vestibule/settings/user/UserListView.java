package dev.vestibule.settings.user;

import dev.vestibule.settings.user.UserList.State;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.server.ResponseStatusException;

/** The model of the page with the list of users. */
@Component
class UserListView {
    static final String VIEW = "settings/users";
    static final int LARGEST_PAGE = 200;

    private final UserList users;

    UserListView(UserList users) {
        this.users = users;
    }

    /**
     * Checks that the page can exist, before anything is read or changed.
     *
     * @throws ResponseStatusException 400 for a search or a size that is not valid
     */
    static void check(UserSearch search, int size) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        search.check();
    }

    /** @throws ResponseStatusException 400 for a search or a size that is not valid */
    void show(UserSearch search, int size, Model model) {
        check(search, size);
        State state = search.narrowing();
        UserSort order = search.order();
        UserList.Page page = users.find(search, size);
        model.addAttribute("users", page.rows());
        model.addAttribute("previous", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("count", users.count(search));
        model.addAttribute("counted", UserList.COUNTED);
        model.addAttribute("q", search.prefix());
        model.addAttribute("state", state == null ? null : state.code());
        model.addAttribute("order", order);
        model.addAttribute("sort", order.equals(UserSort.BY_LOGIN) ? null : order.code());
        model.addAttribute("size", size);
    }
}
