package dev.vestibule.throttle;

import dev.vestibule.platform.BusyException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Queues a try while as many others are in flight as failures are left.
 *
 * <p>It queries the database repeatedly, because the others may be on other nodes, and holds no connection in between.
 */
@Component
class TryQueue {
    /** Browsers and proxies wait longer than that for an answer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** A quarter of the threads that answer requests. */
    private static final int MOST_WAITING = 50;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(160);

    private final Semaphore places;
    private final Duration longestWait;

    TryQueue() {
        this(MOST_WAITING, LONGEST_WAIT);
    }

    TryQueue(int places, Duration longestWait) {
        this.places = new Semaphore(places);
        this.longestWait = longestWait;
    }

    /**
     * Repeats an attempt until it has a result.
     *
     * @param attempt returns null while there is no capacity
     * @throws BusyException when too many tries wait already, or when there was no capacity in time
     */
    <T> T await(Supplier<@Nullable T> attempt) {
        T answer = attempt.get();
        if (answer != null) {
            return answer;
        }
        if (!places.tryAcquire()) {
            throw new BusyException("too many tries wait");
        }
        try {
            return repeat(attempt);
        } finally {
            places.release();
        }
    }

    private <T> T repeat(Supplier<@Nullable T> attempt) {
        long end = System.nanoTime() + longestWait.toNanos();
        long pause = FIRST_PAUSE.toMillis();
        while (System.nanoTime() < end) {
            sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
            T answer = attempt.get();
            if (answer != null) {
                return answer;
            }
        }
        throw new BusyException("no room for a try in time");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException("interrupted while a try waited");
        }
    }
}
