package dev.vestibule.throttle;

import java.time.LocalDate;
import java.util.UUID;

/** Tries that nobody counts, for tests of what a code does once it may be checked. */
public final class TestTries {
    private TestTries() {}

    public static CodeTry of(UUID account) {
        return new CodeTry(account, 1, null, LocalDate.EPOCH, 1);
    }
}
