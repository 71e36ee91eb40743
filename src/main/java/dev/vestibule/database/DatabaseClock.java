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
 * Compares the clock of this machine with the database's, which all nodes share. Codes are for 30 seconds, and one step
 * either side is taken (RFC 6238, 5.2): a node that is off by more refuses right codes. Safe for use by several threads.
 */
@Component
public class DatabaseClock {
    /** What a phone may be off must not be used up here. */
    public static final Duration TOLERATED = Duration.ofSeconds(5);

    /** From here on no code is judged: that of a phone with a right clock might be refused. */
    private static final Duration USELESS = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

    private final JdbcClient jdbc;
    /** Not the clock of the application, which tests turn. */
    private volatile InstantSource machine = Clock.systemUTC();

    private volatile Duration off = Duration.ZERO;

    DatabaseClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How far a clock of this machine is ahead of the database's; negative when it is behind. */
    public Duration measure(InstantSource clock) {
        Instant before = clock.instant();
        Instant there = jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        Duration way = Duration.between(before, clock.instant());
        return Duration.between(there, before.plus(way.dividedBy(2)));
    }

    /** Whether codes can be judged here, by the last comparison. */
    public boolean isUsable() {
        return off.abs().compareTo(USELESS) <= 0;
    }

    /** Compares another clock of this machine from now on: tests cannot turn the real one. */
    void use(InstantSource other) {
        machine = other;
        compare();
    }

    void compare() {
        try {
            judge(measure(machine));
        } catch (DataAccessException e) {
            // The database is out of order, which is said elsewhere; what was known of the clock stays.
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
