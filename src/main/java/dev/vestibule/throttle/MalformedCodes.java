package dev.vestibule.throttle;

import dev.vestibule.throttle.ThrottleKey.Stage;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Inputs of an account that cannot be codes, for {@link CodeTries}. They are not guesses, but each is recorded as an
 * event, so too many of them start a wait for codes of all kinds.
 */
@Component
class MalformedCodes {
    /** Inputs an hour without a wait. */
    static final int FREE = 20;

    private static final byte[] ANY_LOGIN = {};

    /** SQL: until when the account {@code :account} waits; null when it does not. */
    static final String WAITS_UNTIL = String.format(Locale.ROOT, """
            (select max(t.waits_until) from throttle t
             where t.stage = 'FORMAT' and t.login = '' and t.source = cast(:account as text) and %s)""", Backoff.PASSWORD.goesOn("t.waits_until"));

    private final TryCounters counters;

    MalformedCodes(TryCounters counters) {
        this.counters = counters;
    }

    /** Counts one; false, without counting, while the account waits. */
    boolean count(UUID account) {
        var reserved = counters.reserve(List.of(key(account)));
        reserved.ifPresent(counters::fail);
        return reserved.isPresent();
    }

    void clear(UUID account) {
        counters.clear(key(account));
    }

    private static ThrottleKey key(UUID account) {
        return new ThrottleKey(Stage.FORMAT, ANY_LOGIN, account.toString(), FREE);
    }
}
