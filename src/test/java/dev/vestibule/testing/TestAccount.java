package dev.vestibule.testing;

import dev.vestibule.totp.Totp;
import dev.vestibule.totp.TotpSecret;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account with its password. */
public record TestAccount(
        UUID id, String login, String password, @Nullable TotpSecret secret, TestClock clock) {
    /** The app's present code. */
    public String code() {
        return code(0);
    }

    /** The app's present code (0), the next (1), or the one before (-1). */
    public String code(int stepsAhead) {
        long step = Totp.stepAt(clock.instant()) + stepsAhead;
        return new Totp().code(Objects.requireNonNull(secret), step).digits();
    }
}
