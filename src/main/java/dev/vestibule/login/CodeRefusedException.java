package dev.vestibule.login;

import java.util.Locale;
import org.springframework.security.core.AuthenticationException;

/** A code was not accepted; Spring Security's way to say so is an exception. */
final class CodeRefusedException extends AuthenticationException {
    private final Refusal refusal;

    CodeRefusedException(Refusal refusal) {
        super(refusal.code());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }

    /** Why, as {@code /login/code?error=…} carries it. */
    enum Refusal {
        FORMAT,
        USED,
        WRONG;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
