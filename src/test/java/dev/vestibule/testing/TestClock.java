package dev.vestibule.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that a test sets forward; it never goes back, so one test's events lie in the past of the next. */
public final class TestClock extends Clock {
    private volatile Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

    /** Moves the clock forward. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Moves the clock beyond the present time step of a code and its window. */
    public void passWindow() {
        pass(Duration.ofSeconds(90));
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now, zone);
    }
}
