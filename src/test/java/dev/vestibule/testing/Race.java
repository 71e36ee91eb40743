package dev.vestibule.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that start at the same time; each is awaited for at most a minute. */
public final class Race {
    private Race() {}

    /** The results of so many threads that do the same at the same time. */
    public static <T> List<T> of(int threads, Callable<T> runner) throws InterruptedException {
        return between(Collections.nCopies(threads, runner));
    }

    /** The result of each runner, in order. */
    public static <T> List<T> between(List<Callable<T>> runners) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(runners.size());
        ExecutorService threads = Executors.newFixedThreadPool(runners.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> runner : runners) {
                running.add(threads.submit(() -> {
                    start.await(1, TimeUnit.MINUTES);
                    return runner.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get(1, TimeUnit.MINUTES));
            }
            return results;
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a runner did not arrive", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
