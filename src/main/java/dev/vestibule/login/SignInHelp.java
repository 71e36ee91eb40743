package dev.vestibule.login;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Whom to ask when a password, or the phone and the recovery codes, are lost; the page knows no account. */
@Controller
class SignInHelp {
    static final String PATH = "/login/help";

    @GetMapping(PATH)
    String page() {
        return "login/help";
    }
}
