package dev.vestibule.settings.user;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountService;
import dev.vestibule.login.SessionRenewal;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.principal.SignedInPage;
import dev.vestibule.session.Sessions;
import dev.vestibule.throttle.AccountLock;
import dev.vestibule.trusteddevice.TrustedDevices;
import dev.vestibule.web.Confirmation;
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
class UserStatusController {
    private final UserView.Finder users;
    private final AccountService registrar;
    private final TrustedDevices devices;
    private final Sessions sessions;
    private final AccountLock lock;
    private final SessionRenewal grant;

    UserStatusController(
            UserView.Finder users,
            AccountService registrar,
            TrustedDevices devices,
            Sessions sessions,
            AccountLock lock,
            SessionRenewal grant) {
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
        return Confirmation.USER_ENABLED.redirectTo("/settings/users/" + account);
    }

    @PostMapping("/unlock")
    String unlock(@PathVariable UUID id) {
        Account account = users.account(id);
        lock.unlock(account.id(), account.login());
        return Confirmation.USER_UNLOCKED.redirectTo("/settings/users/" + account.id());
    }

    @PostMapping("/revoke-trusted-devices")
    String revokeTrustedDevices(@PathVariable UUID id) {
        UUID account = users.account(id).id();
        devices.revokeAll(account);
        return Confirmation.USER_DEVICES_REVOKED.redirectTo("/settings/users/" + account);
    }

    /** An administrator who does so to himself stays signed in here, as in Preferences. */
    @PostMapping("/end-sessions")
    String endSessions(
            @PathVariable UUID id,
            @AuthenticationPrincipal AccountPrincipal person,
            HttpServletRequest request,
            HttpServletResponse response) {
        UUID account = users.account(id).id();
        if (account.equals(person.id())) {
            sessions.endOthers(account, person.credentialVersion())
                    .ifPresent(version -> grant.stay(version, request, response));
            return Confirmation.USER_OWN_SESSIONS_ENDED.redirectTo("/settings/users/" + account);
        }
        sessions.endAll(account);
        return Confirmation.USER_SESSIONS_ENDED.redirectTo("/settings/users/" + account);
    }
}
