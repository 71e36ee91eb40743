package dev.vestibule.embedded;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets SIGTERM interrupt a long step of the start. Spring's own hook waits until the context has started, and so for
 * the whole step; this hook interrupts the starting thread and gives it time to clean up.
 */
final class StopDuringStart implements AutoCloseable {
    private static final int SECONDS = 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    /** Applies to the calling thread until {@link #close()}. */
    StopDuringStart() {
        Thread starting = Thread.currentThread();
        hook = new Thread(() -> interrupt(starting), "stop-during-start");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt(Thread starting) {
        starting.interrupt();
        try {
            if (!over.await(SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown hooks are already running.
        }
    }
}
