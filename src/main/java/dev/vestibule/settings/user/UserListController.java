package dev.vestibule.settings.user;

import dev.vestibule.principal.SignedInPage;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of users. */
@SignedInPage
class UserListController {
    private final UserListView list;

    UserListController(UserListView list) {
        this.list = list;
    }

    @GetMapping("/settings/users")
    String page(@ModelAttribute("search") UserSearch search, @RequestParam(defaultValue = "50") int size, Model model) {
        list.show(search, size, model);
        return UserListView.VIEW;
    }
}
