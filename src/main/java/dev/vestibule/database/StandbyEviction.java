package dev.vestibule.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Makes the pool close a connection to a standby or a read-only database at its first rejected statement. Such a
 * connection works, so the pool would otherwise keep using it for half an hour.
 */
@Component
final class StandbyEviction implements BeanPostProcessor, SQLExceptionOverride {
    /** {@code read_only_sql_transaction} (PostgreSQL documentation, appendix A). */
    private static final String READ_ONLY = "25006";

    @java.lang.Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
            pool.setExceptionOverride(this);
        }
        return bean;
    }

    @java.lang.Override
    public Override adjudicate(SQLException refusal) {
        return READ_ONLY.equals(refusal.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
