package dev.vestibule.preferences;

import dev.vestibule.account.Account;
import dev.vestibule.account.Factor;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.Username;
import dev.vestibule.event.AuditDetail;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditReason;
import dev.vestibule.setpassword.NewPassword;
import dev.vestibule.throttle.KnownBrowsers;
import dev.vestibule.throttle.PasswordTries;
import dev.vestibule.throttle.TryReservation;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/**
 * Checks the field {@code current_password}. A wrong password counts as at the sign-in, so that a stolen session cannot be
 * used to guess the password.
 */
@Component
class CurrentPassword {
    private final Passwords passwords;
    private final NewPassword newPassword;
    private final PasswordTries tries;
    private final KnownBrowsers browsers;
    private final ApplicationEventPublisher events;

    CurrentPassword(
            Passwords passwords,
            NewPassword newPassword,
            PasswordTries tries,
            KnownBrowsers browsers,
            ApplicationEventPublisher events) {
        this.passwords = passwords;
        this.newPassword = newPassword;
        this.tries = tries;
        this.browsers = browsers;
        this.events = events;
    }

    /** @return false when it is wrong or was not checked, which {@code errors} says then */
    boolean check(Account account, String typed, HttpServletRequest request, Errors errors) {
        var tried = tries.reserve(Username.parse(account.login()), browsers.caller(request));
        if (!(tried instanceof TryReservation reservation)) {
            newPassword.rejectWaiting(account, browsers.caller(request), errors);
            events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_WAIT, account.id()));
            return false;
        }
        try (reservation) {
            boolean right = passwords.isCurrent(account, typed);
            if (!right) {
                refuse(account, reservation);
                errors.rejectValue("current_password", "refused.password.wrong");
            }
            return right;
        }
    }

    private void refuse(Account account, TryReservation reservation) {
        if (reservation.fail()) {
            events.publishEvent(AuditEvent.of(AuditEventType.PASSWORDS_KEEP_FAILING, account.id())
                    .with(AuditDetail.COUNT, PasswordTries.FROM_ANYWHERE));
        }
        events.publishEvent(AuditEvent.of(AuditEventType.PASSWORD_REFUSED, account.id())
                .because(AuditReason.WRONG)
                .by(Factor.PASSWORD.code()));
    }
}
