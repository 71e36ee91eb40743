package dev.vestibule.audit;

import dev.vestibule.platform.ShellProfile;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes what is older than {@code audit.retention_days}, a batch at a time. Several nodes may do so at once: each takes
 * the rows that no other has in hand.
 */
@Component
@Profile(ShellProfile.NOT)
class Retention {
    static final int BATCH = 1_000;

    private static final List<String> STATEMENTS = List.of("""
            delete from audit_event where id in (
                select id from audit_event where at < audit_retention_end()
                order by at limit :batch for update skip locked)""", """
            delete from audit_wait where id in (
                select id from audit_wait where minute < audit_retention_end()
                order by minute limit :batch for update skip locked)""");

    private final JdbcClient jdbc;

    Retention(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Scheduled(
            initialDelayString = "${vestibule.cleanup.interval:PT1H}",
            fixedDelayString = "${vestibule.cleanup.interval:PT1H}")
    void run() {
        sweep();
    }

    /** Removes all that is old enough, and says how much it was. */
    int sweep() {
        int removed = 0;
        for (String statement : STATEMENTS) {
            int batch;
            do {
                batch = jdbc.sql(statement).param("batch", BATCH).update();
                removed += batch;
            } while (batch == BATCH);
        }
        return removed;
    }
}
