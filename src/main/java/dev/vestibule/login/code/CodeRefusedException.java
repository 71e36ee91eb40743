package dev.vestibule.login.code;

import dev.vestibule.event.AuditReason;
import dev.vestibule.throttle.CodeTries;
import java.util.Locale;
import org.springframework.security.core.AuthenticationException;

/** A code was refused; Spring Security expects an exception. */
final class CodeRefusedException extends AuthenticationException {
    private final Refusal refusal;
    private final boolean endsStep;

    CodeRefusedException(Refusal refusal) {
        this(refusal, false);
    }

    private CodeRefusedException(Refusal refusal, boolean endsStep) {
        super(refusal.code());
        this.refusal = refusal;
        this.endsStep = endsStep;
    }

    /** A wrong code; after too many in a row the step is over as well. */
    static CodeRefusedException wrong(CodeTries.Wrong counted) {
        return new CodeRefusedException(Refusal.WRONG, counted.endsStep());
    }

    /** Whether to begin again with the password. */
    boolean endsStep() {
        return endsStep;
    }

    Refusal refusal() {
        return refusal;
    }

    /** The reason, in the address as {@code /login/code?error=…}. */
    enum Refusal {
        FORMAT,
        USED,
        WRONG,
        /** It was not checked: the account waits. */
        WAIT;

        /** The same in the audit log. */
        AuditReason reason() {
            return AuditReason.valueOf(name());
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
