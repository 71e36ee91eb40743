package dev.vestibule.platform;

import java.time.Clock;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Deletes rows that are no longer needed, a batch at a time: no statement holds many locks or makes a long transaction.
 * Several nodes may do so at once, as each takes only rows that no other transaction has locked.
 */
@Component
public class BatchDelete {
    static final int BATCH = 1_000;

    private final JdbcClient jdbc;

    private final Clock clock;

    BatchDelete(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Deletes the rows that are no longer needed now. */
    public int delete(Cleanup cleanup) {
        return from(cleanup.table(), cleanup.condition(), cleanup.parameters().apply(clock.instant()));
    }

    /**
     * Deletes the rows of one table that meet a condition.
     *
     * @param table of the caller's own package
     * @param condition SQL on that table, with parameters by name
     * @return how many were deleted; a row that another transaction holds is left for the next run
     */
    public int from(String table, String condition, Map<String, ?> parameters) {
        String statement = """
                delete from %1$s where ctid = any (array(
                    select ctid from %1$s where %2$s limit :batch for update skip locked))""".replace("%1$s", table).replace("%2$s", condition);
        int deleted = 0;
        int batch;
        do {
            batch = jdbc.sql(statement).params(parameters).param("batch", BATCH).update();
            deleted += batch;
        } while (batch == BATCH);
        return deleted;
    }
}
