package dev.vestibule.throttle;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/** Tries that nobody counts, for tests of what a code does once it may be checked. */
public final class TestTries {
    private TestTries() {}

    public static CodeTry of(UUID account) {
        return new CodeTry(account, Timestamp.from(Instant.EPOCH), tried -> {});
    }
}
