package dev.vestibule.throttle;

import dev.vestibule.throttle.TryCounters.Reserved;

/**
 * A reserved try. The caller calls {@linkplain #fail fail} after a failure; closing it without that releases the
 * reservation, as after a fault.
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

    /** Whether the client is a known browser of the account. */
    public boolean isOfKnownBrowser() {
        return reserved.keys().get(0).stage() == ThrottleKey.Stage.BROWSER;
    }

    /**
     * Counts the try as a failure.
     *
     * @return whether the account now has so many failures that it begins to wait everywhere except in its known
     *     browsers; true once an hour
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
