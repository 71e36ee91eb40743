package dev.vestibule.clockcheck;

import dev.vestibule.principal.AccountPrincipal;
import dev.vestibule.throttle.CodeTries;
import dev.vestibule.web.Times;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** Says at a field how long codes of an account are refused. */
@Component
public class CodeWaits {
    private final CodeTries tries;
    private final Times times;

    CodeWaits(CodeTries tries, Times times) {
        this.tries = tries;
        this.times = times;
    }

    /** @param field the one with the code, which was not checked */
    public void reject(AccountPrincipal principal, String field, Errors errors) {
        Optional<CodeTries.Wait> wait = tries.wait(principal.id());
        if (wait.isPresent() && wait.get().end() == null) {
            errors.rejectValue(field, "login.code.stopped");
            return;
        }
        // A wait that has ended meanwhile is shown as the shortest one.
        Instant end = wait.map(CodeTries.Wait::end).orElse(Instant.EPOCH);
        errors.rejectValue(
                field, "refused.code.wait", new Object[] {times.markedWait(end, principal.timeZone())}, null);
    }
}
