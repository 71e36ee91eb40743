package dev.vestibule.platform;

import java.sql.Savepoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs work that accompanies a change and must not prevent it, such as a notice. JPA's transactions know no nested ones,
 * so the savepoint is set on their connection.
 */
@Component
public class BestEffort {
    private static final Logger LOG = LoggerFactory.getLogger(BestEffort.class);

    private final JdbcOperations jdbc;

    BestEffort(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Runs SQL whose failure is logged and undone, while the surrounding transaction, if there is one, goes on.
     *
     * @param what is to be done, for the log
     * @param work must not begin a transaction of its own: its failure would mark the surrounding one
     */
    public void run(String what, Runnable work) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            attempt(what, work);
            return;
        }
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            Savepoint before = connection.setSavepoint();
            if (attempt(what, work)) {
                connection.releaseSavepoint(before);
            } else {
                connection.rollback(before);
            }
            return true;
        });
    }

    private static boolean attempt(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (DataAccessException e) {
            LOG.warn("Not done: {}", what, e);
            return false;
        }
    }
}
