package dev.vestibule.settings;

import dev.vestibule.account.Account;
import dev.vestibule.account.Registrar;
import dev.vestibule.device.TrustedDevices;
import dev.vestibule.login.Grant;
import dev.vestibule.page.Done;
import dev.vestibule.person.Person;
import dev.vestibule.person.SignedInPage;
import dev.vestibule.session.Sessions;
import dev.vestibule.throttle.AccountLock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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
    private final Sessions sessions;
    private final AccountLock lock;
    private final Grant grant;

    UserSwitches(
            UserView.Finder users,
            Registrar registrar,
            TrustedDevices devices,
            Sessions sessions,
            AccountLock lock,
            Grant grant) {
        this.users = users;
        this.registrar = registrar;
        this.devices = devices;
        this.sessions = sessions;
        this.lock = lock;
        this.grant = grant;
    }

    @PostMapping("/enable")
    String enable(@PathVariable UUID id) {
        UUID account = users.account(id).id();
        registrar.enable(account);
        return Done.USER_ENABLED.redirectTo("/settings/users/" + account);
    }

    @PostMapping("/unlock")
    String unlock(@PathVariable UUID id) {
        Account account = users.account(id);
        lock.unlock(account.id(), account.login());
        return Done.USER_UNLOCKED.redirectTo("/settings/users/" + account.id());
    }

    @PostMapping("/revoke-trusted-devices")
    String revokeTrustedDevices(@PathVariable UUID id) {
        UUID account = users.account(id).id();
        devices.revokeAll(account);
        return Done.USER_DEVICES_REVOKED.redirectTo("/settings/users/" + account);
    }

    /** An administrator who does so to himself stays signed in here, as in Preferences. */
    @PostMapping("/end-sessions")
    String endSessions(
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            HttpServletRequest request,
            HttpServletResponse response) {
        UUID account = users.account(id).id();
        if (account.equals(person.id())) {
            sessions.endOthers(account, person.credentialVersion())
                    .ifPresent(version -> grant.stay(version, request, response));
            return Done.USER_OWN_SESSIONS_ENDED.redirectTo("/settings/users/" + account);
        }
        sessions.endAll(account);
        return Done.USER_SESSIONS_ENDED.redirectTo("/settings/users/" + account);
    }
}
