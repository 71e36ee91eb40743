package dev.vestibule.audit;

import dev.vestibule.platform.CliProfile;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes what is older than {@code audit.retention_days}, a batch at a time. Several nodes may do so at once: each takes
 * the rows that no other has in hand.
 */
@Component
@Profile(CliProfile.NOT)
class AuditCleanup {
    static final int BATCH = 1_000;

    private final JdbcClient jdbc;

    AuditCleanup(JdbcClient jdbc) {
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
        int batch;
        do {
            // The role that runs may not delete from these tables itself.
            batch = jdbc.sql("select audit_delete_expired(:batch)")
                    .param("batch", BATCH)
                    .query(Integer.class)
                    .single();
            removed += batch;
        } while (batch > 0);
        return removed;
    }
}
