package dev.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.vestibule.platform.BusyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HashingLanesTest {
    private final HashingLanes lanes = new HashingLanes(2, Duration.ofMinutes(1));
    private final Semaphore finish = new Semaphore(0, true);
    private final AtomicInteger known = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        finish.release(1_000);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void lanesWhenNobodyElseComesThenAllServeOneHalf() {
        start(others, 2);

        await().until(() -> others.get() == 2);
    }

    @Test
    void knownCallerWhenAFloodWaitsThenHasTheNextLane() {
        start(others, 20);
        await().until(() -> others.get() == 2 && areStill());
        startKnown(2);
        await().until(this::areStill);

        finish.release();

        await().until(() -> known.get() == 1 && areStill());
        assertThat(others).hasValue(2);
        finish.release(2);
        await().until(() -> known.get() == 2 && others.get() == 3);
    }

    @Test
    void strangerWhenAFloodOfKnownCallersWaitsThenHasALaneToo() {
        startKnown(20);
        await().until(() -> known.get() == 2 && areStill());
        start(others, 1);
        await().until(this::areStill);

        finish.release(1);

        await().until(() -> others.get() == 1);
        assertThat(known).hasValue(2);
    }

    @Test
    void callersWhenMoreWaitThanMayThenAreToldBusyAtOnceAndTheOtherHalfIsNot() {
        start(others, 2 + HashingLanes.MOST_WAITING);
        await().until(() -> others.get() == 2 && areStill());

        assertThatExceptionOfType(BusyException.class).isThrownBy(() -> lanes.inTurn(() -> "hash"));

        startKnown(1);
        await().until(this::areStill);
        finish.release();
        await().until(() -> known.get() == 1);
        assertThat(refused).hasValue(0);
    }

    @Test
    void callerWhenNoLaneIsFreeInTimeThenIsToldBusyAndTheNextOneIsServed() throws InterruptedException {
        HashingLanes impatient = new HashingLanes(1, Duration.ofMillis(1));
        CountDownLatch inside = new CountDownLatch(1);
        Thread holder = new Thread(() -> impatient.inTurn(() -> {
            inside.countDown();
            finish.acquireUninterruptibly();
            return "hash";
        }));
        holder.start();
        inside.await();

        assertThatExceptionOfType(BusyException.class).isThrownBy(() -> impatient.inTurn(() -> "hash"));

        finish.release();
        holder.join();
        assertThat(impatient.<String>inTurn(() -> "hash")).isEqualTo("hash");
    }

    private void startKnown(int callers) {
        start(() -> HashingLanes.forKnownCaller(() -> lanes.inTurn(() -> work(known))), callers);
    }

    private void start(AtomicInteger begun, int callers) {
        start(() -> lanes.inTurn(() -> work(begun)), callers);
    }

    private void start(Runnable caller, int callers) {
        for (int i = 0; i < callers; i++) {
            Thread thread = new Thread(() -> {
                try {
                    caller.run();
                } catch (BusyException e) {
                    refused.incrementAndGet();
                }
            });
            threads.add(thread);
            thread.start();
        }
    }

    private String work(AtomicInteger begun) {
        begun.incrementAndGet();
        finish.acquireUninterruptibly();
        return "hash";
    }

    private boolean areStill() {
        return threads.stream()
                .map(Thread::getState)
                .allMatch(state -> state == Thread.State.WAITING
                        || state == Thread.State.TIMED_WAITING
                        || state == Thread.State.TERMINATED);
    }
}
