package dev.vestibule.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Future;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds database sessions that wait for a row lock. */
public record TestLocks(JdbcClient jdbc) {
    public boolean isSomebodyWaiting() {
        return jdbc.sql("""
                select exists (select from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock')""").query(Boolean.class).single();
    }

    public void awaitSomebodyWhoWaits() {
        await().atMost(30, SECONDS).until(this::isSomebodyWaiting);
    }

    /** Waits until a session waits for a lock, or the request has ended without one. */
    public void awaitSomebodyWhoWaitsOr(Future<?> sent) {
        await().atMost(30, SECONDS).until(() -> sent.isDone() || isSomebodyWaiting());
    }
}
