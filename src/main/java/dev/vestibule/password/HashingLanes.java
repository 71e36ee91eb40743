package dev.vestibule.password;

import dev.vestibule.platform.BusyException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits concurrent CPU-intensive work: hashing a password, and rating a new one.
 *
 * <p>There are as many lanes as processors, at least two. More work at once would not finish earlier, would take 19 MiB
 * for each hash, and would leave no processor for the pages of signed-in users. Half of the lanes are reserved for known
 * browsers of an account and the other half for all other callers; a lane that its half does not need serves the other.
 * The JDK's semaphores have no such halves.
 *
 * <p>Thread-safe. The caller must hold no database connection: it may wait for {@link #LONGEST_WAIT}.
 */
public final class HashingLanes {
    /** Browsers and proxies wait longer than that for an answer. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** Of each half: both together are less than half of the threads that answer requests. */
    static final int MOST_WAITING = 40;

    private enum Half {
        KNOWN,
        OTHER
    }

    private static final ThreadLocal<Half> CALLER = ThreadLocal.withInitial(() -> Half.OTHER);

    private final int lanes;
    private final Duration longestWait;
    private final Map<Half, Queue<CountDownLatch>> waiting = new EnumMap<>(Half.class);
    private final Map<Half, Integer> running = new EnumMap<>(Half.class);

    HashingLanes() {
        this(Math.max(2, Runtime.getRuntime().availableProcessors()), LONGEST_WAIT);
    }

    HashingLanes(int lanes, Duration longestWait) {
        this.lanes = lanes;
        this.longestWait = longestWait;
        for (Half half : Half.values()) {
            waiting.put(half, new ArrayDeque<>());
            running.put(half, 0);
        }
    }

    /** Runs work that a known browser of the account asked for. */
    public static <T extends @Nullable Object> T forKnownCaller(Supplier<T> work) {
        CALLER.set(Half.KNOWN);
        try {
            return work.get();
        } finally {
            CALLER.remove();
        }
    }

    /**
     * Runs the work once a lane is free.
     *
     * @throws BusyException when too many callers wait already, or no lane was free in time; the work was not started
     */
    public <T extends @Nullable Object> T inTurn(Supplier<T> work) {
        Half half = CALLER.get();
        enter(half);
        try {
            return work.get();
        } finally {
            leave(half);
        }
    }

    private void enter(Half half) {
        CountDownLatch turn = new CountDownLatch(1);
        synchronized (this) {
            if (waitingIn(half).size() >= MOST_WAITING) {
                throw new BusyException("too many wait for a hash");
            }
            waitingIn(half).add(turn);
            serve();
        }
        if (!await(turn) && isWithdrawn(half, turn)) {
            throw new BusyException("no hash in time");
        }
    }

    private boolean await(CountDownLatch turn) {
        try {
            return turn.await(longestWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the caller was removed from the queue; false when a lane was given to it meanwhile. */
    private synchronized boolean isWithdrawn(Half half, CountDownLatch turn) {
        return waitingIn(half).remove(turn);
    }

    private synchronized void leave(Half half) {
        running.merge(half, -1, Integer::sum);
        serve();
    }

    private void serve() {
        while (runningIn(Half.KNOWN) + runningIn(Half.OTHER) < lanes) {
            Half half = next();
            CountDownLatch turn = waitingIn(half).poll();
            if (turn == null) {
                return;
            }
            running.merge(half, 1, Integer::sum);
            turn.countDown();
        }
    }

    /** The half that gets the next lane: the one that uses less than its half, else the one that waits. */
    private Half next() {
        boolean known = !waitingIn(Half.KNOWN).isEmpty()
                && (runningIn(Half.KNOWN) < lanes / 2 || waitingIn(Half.OTHER).isEmpty());
        return known ? Half.KNOWN : Half.OTHER;
    }

    private Queue<CountDownLatch> waitingIn(Half half) {
        return waiting.getOrDefault(half, new ArrayDeque<>());
    }

    private int runningIn(Half half) {
        return running.getOrDefault(half, 0);
    }
}
