package dev.vestibule.settings.user;

import dev.vestibule.account.Account;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.recovery.RecoveryCodes;
import dev.vestibule.throttle.AccountLock;
import dev.vestibule.trusteddevice.TrustedDevices;
import dev.vestibule.web.Times;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Predicts a user's next sign-in and explains it. */
@SignedInPage
class UserWhyController {
    private final UserView.Finder users;
    private final Parameters parameters;
    private final AccountLock lock;
    private final TrustedDevices devices;
    private final RecoveryCodes codes;
    private final Times times;

    UserWhyController(
            UserView.Finder users,
            Parameters parameters,
            AccountLock lock,
            TrustedDevices devices,
            RecoveryCodes codes,
            Times times) {
        this.users = users;
        this.parameters = parameters;
        this.lock = lock;
        this.devices = devices;
        this.codes = codes;
        this.times = times;
    }

    @GetMapping("/settings/users/{id}/why")
    String page(@PathVariable UUID id, @AuthenticationPrincipal AccountPrincipal principal, Model model) {
        Account account = users.account(id);
        UserView user = users.view(account);
        ParameterValues inForce = user.policy().inForce(parameters.current());
        var facts = new SignInForecast.Facts(
                user,
                lock.of(id, account.login()),
                inForce,
                devices.of(id, inForce).size(),
                codes.of(id).left());
        model.addAttribute("user", user);
        model.addAttribute("forecast", SignInForecast.of(facts, times, principal.timeZone()));
        return "settings/user-why";
    }
}
