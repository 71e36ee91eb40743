package dev.vestibule.throttle;

import dev.vestibule.throttle.ThrottleKey.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Tries to confirm a new app with its first code. They are counted apart from {@link CodeTries}: a user who has trouble
 * with a new phone must not use up the tries for the present app.
 */
@Component
public class WizardTries {
    /** As many as for a password from one source. */
    private static final int AN_HOUR = PasswordTries.FROM_ONE_PLACE;

    private static final byte[] ANY_LOGIN = {};

    private final TryCounters counters;

    WizardTries(TryCounters counters) {
        this.counters = counters;
    }

    /** Reserves a try before the code is checked; empty while the account waits. */
    public Optional<TryReservation> reserve(UUID account) {
        return counters.reserve(List.of(key(account))).map(reserved -> new TryReservation(counters, reserved));
    }

    /** When the wait of an account in this stage is over; empty when it does not wait. */
    public Optional<Instant> waitsUntil(UUID account) {
        return counters.waitsUntil(List.of(key(account)));
    }

    /** Ends the wait of an account in this stage. */
    void clear(UUID account) {
        counters.clear(key(account));
    }

    private static ThrottleKey key(UUID account) {
        return new ThrottleKey(Stage.WIZARD, ANY_LOGIN, account.toString(), AN_HOUR);
    }
}
