package dev.vestibule.login;

import dev.vestibule.account.Account;
import dev.vestibule.account.PasswordFlaw;
import dev.vestibule.account.Passwords;
import dev.vestibule.throttle.PasswordTries;
import dev.vestibule.throttle.Reservation;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** What is wrong with the fields {@code new_password} and {@code new_password_confirmation}, wherever a form has them. */
@Component
public class NewPassword {
    private final Passwords passwords;
    private final PasswordTries tries;

    NewPassword(Passwords passwords, PasswordTries tries) {
        this.passwords = passwords;
        this.tries = tries;
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
        Optional<Reservation> reserved = tries.reserveRating(account.id());
        if (reserved.isEmpty()) {
            errors.rejectValue("new_password", "refused.password.ratings");
            return;
        }
        try (Reservation reservation = reserved.get()) {
            passwords.strengthFlaw(account, password).ifPresent(flaw -> {
                reservation.fail();
                reject(flaw, errors);
            });
        }
    }

    private void reject(PasswordFlaw flaw, Errors errors) {
        errors.rejectValue(
                "new_password", "refused.password." + flaw.code(), new Object[] {passwords.bound(flaw)}, null);
    }
}
