package dev.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.security.crypto.password.PasswordEncoder;

@Timeout(60)
class BoundedPasswordEncoderTest {
    private static final int PROCESSORS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final Set<Thread.State> STILL = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();

    @Test
    void encodeWhenMoreAskThanThereAreProcessorsThenTheRestWaits() throws InterruptedException {
        PasswordEncoder encoder = new BoundedPasswordEncoder(new SlowEncoder(), new HashingLanes());
        List<Thread> crowd = IntStream.range(0, 4 * PROCESSORS)
                .mapToObj(n -> new Thread(
                        n % 2 == 0 ? () -> encoder.encode("secret") : () -> encoder.matches("secret", "hash")))
                .toList();
        crowd.forEach(Thread::start);
        // Each one stands still: at the gate, or before it in turn.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> crowd.stream().allMatch(thread -> STILL.contains(thread.getState())));

        assertThat(inside).hasValue(PROCESSORS);

        gate.countDown();
        for (Thread thread : crowd) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertThat(inside).hasValue(4 * PROCESSORS);
    }

    @Test
    void encodeWhenHashingFailsThenTheNextOneIsLetIn() {
        PasswordEncoder encoder = new BoundedPasswordEncoder(new SlowEncoder(), new HashingLanes());
        gate.countDown();
        for (int i = 0; i <= PROCESSORS; i++) {
            assertThatIllegalStateException().isThrownBy(() -> encoder.encode("fails"));
        }

        assertThatNoException().isThrownBy(() -> encoder.encode("secret"));
    }

    private final class SlowEncoder implements PasswordEncoder {
        @Override
        public @Nullable String encode(@Nullable CharSequence password) {
            inside.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if ("fails".contentEquals(String.valueOf(password))) {
                throw new IllegalStateException("out of memory");
            }
            return "hash";
        }

        @Override
        public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
            return encode(password) != null;
        }
    }
}
