package dev.vestibule.audit;

import dev.vestibule.platform.CliProfile;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes events that are older than {@code audit.retention_days}, in batches. The job is safe to run on several nodes
 * at once: each skips the rows that another one has locked.
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

    /** Deletes all expired events and returns their number. */
    int sweep() {
        int removed = 0;
        int batch;
        do {
            // The application's role has no permission to delete from these tables.
            batch = jdbc.sql("select audit_delete_expired(:batch)")
                    .param("batch", BATCH)
                    .query(Integer.class)
                    .single();
            removed += batch;
        } while (batch > 0);
        return removed;
    }
}
