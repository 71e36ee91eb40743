package dev.vestibule.settings.user;

import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.parameter.ParameterValues;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.throttle.AccountLock;
import dev.vestibule.trusteddevice.TrustedDevices;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The overview of an account's protection that the administrator's page shows. */
@Component
class UserOverview {
    private final AccountLock lock;
    private final AuthenticatorApps apps;
    private final TrustedDevices devices;
    private final ApiKeys apiKeys;
    private final Parameters parameters;
    private final Clock clock;

    UserOverview(
            AccountLock lock,
            AuthenticatorApps apps,
            TrustedDevices devices,
            ApiKeys apiKeys,
            Parameters parameters,
            Clock clock) {
        this.lock = lock;
        this.apps = apps;
        this.devices = devices;
        this.apiKeys = apiKeys;
        this.parameters = parameters;
        this.clock = clock;
    }

    void show(UserView user, Model model) {
        UUID id = user.id();
        // The user may belong to another company than the administrator.
        ParameterValues inForce = user.policy().inForce(parameters.current());
        model.addAttribute("user", user);
        model.addAttribute("lock", lock.of(id, user.login()));
        model.addAttribute("authenticators", apps.of(id));
        model.addAttribute("devices", devices.of(id, inForce).size());
        model.addAttribute("apiKeys", apiKeys.of(id));
        model.addAttribute("now", clock.instant());
    }
}
