package dev.vestibule.login;

import dev.vestibule.account.Account;
import dev.vestibule.account.Passwords;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** What is wrong with the fields {@code new_password} and {@code new_password_confirmation}, wherever a form has them. */
@Component
public class NewPassword {
    private final Passwords passwords;

    NewPassword(Passwords passwords) {
        this.passwords = passwords;
    }

    public void check(Account account, String password, String confirmation, Errors errors) {
        passwords
                .flaw(account, password)
                .ifPresent(flaw -> errors.rejectValue(
                        "new_password", "refused.password." + flaw.code(), new Object[] {passwords.bound(flaw)}, null));
        if (!password.equals(confirmation)) {
            errors.rejectValue("new_password_confirmation", "refused.password.mismatch");
        }
    }
}
