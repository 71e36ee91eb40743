package dev.vestibule.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first start of all, ended at some moment as the kernel ends processes, and the start after it. */
@Tag("integration")
class EmbeddedDatabaseKilledTest {
    /** To repeat a run: {@code -Dseed=…}. */
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private static final Random MOMENTS = new Random(SEED);

    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    private static Duration whole = Duration.ZERO;

    @BeforeAll
    static void measure() throws Exception {
        System.out.println("Seed of the moments: " + SEED);
        long start = System.nanoTime();
        TestInstance.start(shared.resolve("data")).kill();
        whole = Duration.ofNanos(System.nanoTime() - start);
        stopServer(shared.resolve("data"));
    }

    /** One moment in each fifth of a start. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void firstStartWhenKilledAtAnyMomentThenTheNextHeals(int fifth) throws Exception {
        Path data = temporary.resolve("data");
        Duration moment = Duration.ofNanos((long) (whole.toNanos() * (fifth + MOMENTS.nextDouble()) / 5));
        System.out.printf("Killed after %d of %d ms%n", moment.toMillis(), whole.toMillis());

        TestInstance killed = TestInstance.launch(data);
        // Not a wait for something to happen: the moment is what this is about.
        assertThat(killed.process().waitFor(moment.toNanos(), TimeUnit.NANOSECONDS))
                .isFalse();
        killed.kill();

        try (TestInstance next = TestInstance.start(data)) {
            assertThat(next.process().isAlive()).isTrue();
        } finally {
            stopServer(data);
        }
    }

    private static void stopServer(Path data) throws IOException {
        new LeftoverServer(data.resolve("postgresql")).stop();
    }
}
