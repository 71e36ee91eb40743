package dev.vestibule.settings;

import dev.vestibule.account.Registrar;
import dev.vestibule.account.Registrar.Outcome;
import dev.vestibule.device.TrustedDevices;
import dev.vestibule.login.SignedInPage;
import dev.vestibule.page.Done;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** What an administrator can do to an account at once, because it can be undone, or makes the account safer. */
@SignedInPage
@RequestMapping("/settings/users/{id}")
class UserSwitches {
    private final UserView.Finder users;
    private final Registrar registrar;
    private final TrustedDevices devices;

    UserSwitches(UserView.Finder users, Registrar registrar, TrustedDevices devices) {
        this.users = users;
        this.registrar = registrar;
        this.devices = devices;
    }

    @PostMapping("/disable")
    String disable(@PathVariable UUID id) {
        UUID account = users.account(id).id();
        if (registrar.disable(account) == Outcome.LAST_ADMINISTRATOR) {
            throw new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return Done.USER_DISABLED.redirectTo("/settings/users/" + account);
    }

    @PostMapping("/enable")
    String enable(@PathVariable UUID id) {
        UUID account = users.account(id).id();
        registrar.enable(account);
        return Done.USER_ENABLED.redirectTo("/settings/users/" + account);
    }

    @PostMapping("/revoke-trusted-devices")
    String revokeTrustedDevices(@PathVariable UUID id) {
        UUID account = users.account(id).id();
        devices.revokeAll(account);
        return Done.USER_DEVICES_REVOKED.redirectTo("/settings/users/" + account);
    }
}
