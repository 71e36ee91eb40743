package dev.vestibule.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares the clock of this machine with the database's, which all nodes share. Codes are valid for 30 seconds, and
 * the codes of one time step before and after are accepted too (RFC 6238, 5.2): a node whose clock is further off
 * rejects right codes. Safe for use by several threads.
 */
@Component
public class DatabaseClock {
    /** The tolerated difference, which leaves most of the tolerance for codes to the clocks of phones. */
    public static final Duration TOLERATED = Duration.ofSeconds(5);

    /** Beyond this difference no code is checked, because a right code could be rejected. */
    private static final Duration USELESS = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

    private final JdbcClient jdbc;
    /** Not the application's clock, which tests change. */
    private volatile InstantSource machine = Clock.systemUTC();

    private volatile Duration off = Duration.ZERO;

    DatabaseClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The time by which a clock of this machine is ahead of the database's; negative when it is behind. */
    public Duration measure(InstantSource clock) {
        Instant before = clock.instant();
        Instant there = jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        Duration way = Duration.between(before, clock.instant());
        return Duration.between(there, before.plus(way.dividedBy(2)));
    }

    /** Whether this node can check codes, according to the last comparison. */
    public boolean isUsable() {
        return off.abs().compareTo(USELESS) <= 0;
    }

    /** Replaces the clock of this machine, for tests, which cannot change the real one. */
    void use(InstantSource other) {
        machine = other;
        compare();
    }

    void compare() {
        try {
            judge(measure(machine));
        } catch (DataAccessException e) {
            // The database is unavailable, which is reported elsewhere; the last result stays.
            LOG.debug("The clock cannot be compared with the database's", e);
        }
    }

    private void judge(Duration measured) {
        off = measured;
        if (measured.abs().compareTo(TOLERATED) > 0) {
            LOG.warn(
                    "The clock of this machine is {} seconds {} the database's. {}. Set both by NTP",
                    measured.abs().toSeconds(),
                    measured.isNegative() ? "behind" : "ahead of",
                    isUsable()
                            ? "Codes of phones whose clocks are off as well may be refused"
                            : "Until it is right, no code is judged here, and Vestibule is not ready");
        }
    }
}
