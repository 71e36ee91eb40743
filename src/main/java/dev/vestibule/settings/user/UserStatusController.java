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

/** Changes of an account that take effect at once and are always permitted. */
@SignedInPage
@RequestMapping("/settings/users/{id}")
class UserStatusController {
    private final UserView.Finder users;
    private final AccountService accountService;
    private final TrustedDevices devices;
    private final Sessions sessions;
    private final AccountLock lock;
    private final SessionRenewal sessionRenewal;

    UserStatusController(
            UserView.Finder users,
            AccountService accountService,
            TrustedDevices devices,
            Sessions sessions,
            AccountLock lock,
            SessionRenewal sessionRenewal) {
        this.users = users;
        this.accountService = accountService;
        this.devices = devices;
        this.sessions = sessions;
        this.lock = lock;
        this.sessionRenewal = sessionRenewal;
    }

    @PostMapping("/enable")
    String enable(@PathVariable UUID id) {
        UUID account = users.account(id).id();
        accountService.enable(account);
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

    /** Administrators who do so to their own account stay signed in here, as in Preferences. */
    @PostMapping("/end-sessions")
    String endSessions(
            @PathVariable UUID id,
            @AuthenticationPrincipal AccountPrincipal principal,
            HttpServletRequest request,
            HttpServletResponse response) {
        UUID account = users.account(id).id();
        if (account.equals(principal.id())) {
            sessions.endOthers(account, principal.credentialVersion())
                    .ifPresent(version -> sessionRenewal.stay(version, request, response));
            return Confirmation.USER_OWN_SESSIONS_ENDED.redirectTo("/settings/users/" + account);
        }
        sessions.endAll(account);
        return Confirmation.USER_SESSIONS_ENDED.redirectTo("/settings/users/" + account);
    }
}
