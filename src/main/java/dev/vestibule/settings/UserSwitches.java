package dev.vestibule.settings;

import dev.vestibule.account.Registrar;
import dev.vestibule.device.TrustedDevices;
import dev.vestibule.login.SignedInPage;
import dev.vestibule.page.Done;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** What an administrator can do to an account at once and is never refused. */
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
