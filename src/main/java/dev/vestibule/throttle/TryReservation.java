package dev.vestibule.throttle;

import dev.vestibule.throttle.TryCounters.Reserved;

/**
 * A try that may be checked. Say that it {@linkplain #fail failed}, if it did; closed without that it is given back, as
 * after a fault.
 *
 * <p>For one thread.
 */
public final class TryReservation implements PasswordTries.Try, AutoCloseable {
    private final TryCounters counters;
    private final Reserved reserved;
    private boolean ended;

    TryReservation(TryCounters counters, Reserved reserved) {
        this.counters = counters;
        this.reserved = reserved;
    }

    /** Whether the account knows the browser that tries. */
    public boolean isOfKnownBrowser() {
        return reserved.keys().get(0).stage() == ThrottleKey.Stage.BROWSER;
    }

    /**
     * Counts it as a failure.
     *
     * @return whether the account has failed so often from wherever that it begins to wait everywhere but in the browsers
     *     that it knows; true once an hour
     */
    public boolean fail() {
        ended = true;
        Integer failures = counters.fail(reserved).get(ThrottleKey.Stage.ACCOUNT);
        return failures != null && failures == PasswordTries.FROM_ANYWHERE;
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            counters.giveBack(reserved);
        }
    }
}
