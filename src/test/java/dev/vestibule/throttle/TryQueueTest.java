package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.platform.BusyException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TryQueueTest {
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void attemptWhenThereIsRoomAfterAWhileThenIsAnswered() {
        TryQueue queue = new TryQueue(1, Duration.ofMinutes(1));

        assertThat(queue.await(() -> attempts.incrementAndGet() < 3 ? null : "room"))
                .isEqualTo("room");
    }

    @Test
    void attemptWhenThereIsNoRoomInTimeThenIsToldBusyAndLeavesItsPlace() {
        TryQueue queue = new TryQueue(1, Duration.ofMillis(1));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(BusyException.class).isThrownBy(() -> queue.<String>await(() -> null));
        }
    }

    @Test
    void attemptWhenNobodyMayWaitThenIsToldBusyAtOnce() {
        TryQueue queue = new TryQueue(0, Duration.ofMinutes(1));

        assertThatExceptionOfType(BusyException.class)
                .isThrownBy(() -> queue.<String>await(() -> {
                    attempts.incrementAndGet();
                    return null;
                }));
        assertThat(attempts).hasValue(1);
        assertThat(queue.await(() -> "room")).isEqualTo("room");
    }
}
