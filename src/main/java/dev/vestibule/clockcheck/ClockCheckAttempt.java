package dev.vestibule.clockcheck;

import dev.vestibule.authenticator.ClockCheck;
import dev.vestibule.authenticator.ClockCheck.Finding;
import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.throttle.CodeTries;
import dev.vestibule.throttle.CodeTry;
import dev.vestibule.totp.TotpCode;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;

/** Checks the phone's clock by two codes, and counts the check as a try of the code step. */
@Component
public class ClockCheckAttempt {
    private final ClockCheck check;
    private final CodeTries tries;
    private final CodeWaits waits;

    ClockCheckAttempt(ClockCheck check, CodeTries tries, CodeWaits waits) {
        this.check = check;
        this.tries = tries;
        this.waits = waits;
    }

    /** Two codes in a row, as typed; they are never shown again. */
    public record Codes(
            @Nullable String first_code, @Nullable String second_code) {
        public static Codes empty() {
            return new Codes("", "");
        }

        @Override
        public String toString() {
            return "Codes[concealed]";
        }
    }

    /**
     * What is known about the clock of a phone.
     *
     * @param code right, ahead or behind
     * @param hours and {@code minutes}: by how much
     */
    public record Answer(String app, String code, long hours, long minutes) {
        static Answer of(Finding finding) {
            var off = finding.ahead().abs();
            String code = finding.right() ? "right" : finding.ahead().isNegative() ? "behind" : "ahead";
            return new Answer(finding.app(), code, off.toHours(), off.toMinutesPart());
        }
    }

    /**
     * @param answer null when it was refused, for the reason given at the field
     * @param endsStep whether it was one wrong try too many in a row
     */
    public record Reply(@Nullable Answer answer, boolean endsStep) {}

    /** @param app the one that is asked; null for all of the account's */
    public Reply ask(AccountPrincipal principal, @Nullable UUID app, Codes codes, BindingResult errors) {
        Optional<TotpCode> first = code("first_code", codes.first_code(), errors);
        Optional<TotpCode> second = code("second_code", codes.second_code(), errors);
        if (first.isEmpty() || second.isEmpty()) {
            return new Reply(null, false);
        }
        Optional<CodeTry> tried = tries.reserve(principal.id());
        if (tried.isEmpty()) {
            waits.reject(principal, "first_code", errors);
            return new Reply(null, false);
        }
        try (CodeTry reserved = tried.get()) {
            return ask(reserved, app, first.get(), second.get(), errors);
        }
    }

    private Reply ask(CodeTry tried, @Nullable UUID app, TotpCode first, TotpCode second, BindingResult errors) {
        Finding finding = app == null ? check.of(tried, first, second) : check.of(tried, app, first, second);
        // Given back and no more, when they are right: two codes of yesterday must not end a row of wrong ones.
        return switch (finding.outcome()) {
            case FOUND -> new Reply(Answer.of(finding), false);
            case USED -> {
                errors.rejectValue("first_code", "refused.clock.used");
                yield new Reply(null, false);
            }
            case UNKNOWN -> {
                errors.rejectValue("first_code", "refused.clock.unknown");
                yield new Reply(null, tries.wrong(tried).endsStep());
            }
        };
    }

    private static Optional<TotpCode> code(String field, @Nullable String typed, BindingResult errors) {
        Optional<TotpCode> code = TotpCode.parse(typed);
        if (code.isEmpty()) {
            errors.rejectValue(field, "refused.code.format");
        }
        return code;
    }
}
