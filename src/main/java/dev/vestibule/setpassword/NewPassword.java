package dev.vestibule.setpassword;

import dev.vestibule.account.Account;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.Username;
import dev.vestibule.password.PasswordFlaw;
import dev.vestibule.throttle.Caller;
import dev.vestibule.throttle.PasswordTries;
import dev.vestibule.throttle.TryReservation;
import dev.vestibule.web.Times;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** What is wrong with the fields {@code new_password} and {@code new_password_confirmation}, wherever a form has them. */
@Component
public class NewPassword {
    private final Passwords passwords;
    private final PasswordTries tries;
    private final Times times;

    NewPassword(Passwords passwords, PasswordTries tries, Times times) {
        this.passwords = passwords;
        this.tries = tries;
        this.times = times;
    }

    /**
     * The cheap checks first: only a password that passes them is rated, which is throttled.
     *
     * @throws dev.vestibule.platform.BusyException when it cannot be rated in time
     */
    public void check(Account account, String password, String confirmation, Errors errors) {
        passwords.lengthFlaw(password).ifPresent(flaw -> reject(flaw, errors));
        if (!password.equals(confirmation)) {
            errors.rejectValue("new_password_confirmation", "refused.password.mismatch");
        }
        if (!errors.hasErrors()) {
            rate(account, password, errors);
        }
    }

    private void rate(Account account, String password, Errors errors) {
        Optional<TryReservation> reserved = tries.reserveRating(account.id());
        if (reserved.isEmpty()) {
            rejectWaiting("new_password", "ratings", tries.ratingWaitsUntil(account.id()), account, errors);
            return;
        }
        try (TryReservation reservation = reserved.get()) {
            passwords.strengthFlaw(account, password).ifPresent(flaw -> {
                reservation.fail();
                reject(flaw, errors);
            });
        }
    }

    /** Says at the field {@code current_password}, which was not checked, how long passwords from there are refused. */
    public void rejectWaiting(Account account, Caller caller, Errors errors) {
        Optional<Instant> end = tries.waitsUntil(new Username(account.login()), caller);
        rejectWaiting("current_password", "wait", end, account, errors);
    }

    private void rejectWaiting(String field, String code, Optional<Instant> end, Account account, Errors errors) {
        // A wait that has ended meanwhile is shown as the shortest one.
        String wait = times.markedWait(end.orElse(Instant.EPOCH), account.zone());
        errors.rejectValue(field, "refused.password." + code, new Object[] {wait}, null);
    }

    private void reject(PasswordFlaw flaw, Errors errors) {
        errors.rejectValue(
                "new_password", "refused.password." + flaw.code(), new Object[] {passwords.bound(flaw)}, null);
    }
}
