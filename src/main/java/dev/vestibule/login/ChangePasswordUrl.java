package dev.vestibule.login;

import dev.vestibule.web.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The address at which password managers look for the form that changes a password (W3C, "A Well-Known URL for Changing Passwords"). */
@Controller
class ChangePasswordUrl {
    static final String PATH = "/.well-known/change-password";

    @GetMapping(PATH)
    void leadToTheForm(HttpServletRequest request, HttpServletResponse response) {
        Redirects.redirect(request, response, "/preferences/password");
    }
}
