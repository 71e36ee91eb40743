package dev.vestibule.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database role that serves requests ({@code spring.datasource.username}). Where another role owns the tables
 * ({@code spring.flyway.user}), this role has only the permissions of {@code db/grants.sql}: it cannot change the audit
 * log.
 */
@Component
public class RunningRole {
    private static final Resource GRANTS = new ClassPathResource("db/grants.sql");

    private final DataSource running;

    RunningRole(DataSource running) {
        this.running = running;
    }

    /**
     * Grants the role its permissions, including those for tables of this release's migrations. Does nothing where the
     * owner itself serves the requests.
     */
    public void grant(DataSource owner) {
        String role = currentUser(new JdbcTemplate(running));
        JdbcTemplate jdbc = new JdbcTemplate(owner);
        if (role.equals(currentUser(jdbc))) {
            return;
        }
        String grants = grants();
        new TransactionTemplate(new DataSourceTransactionManager(owner)).executeWithoutResult(transaction -> {
            jdbc.queryForObject("select set_config('vestibule.role', ?, true)", String.class, role);
            jdbc.execute(grants);
        });
    }

    /**
     * Whether the role that serves requests could nevertheless change or delete rows of the audit log: it owns the
     * tables, is a superuser, or has more permissions than it needs.
     */
    public boolean mayChangeAuditLog() {
        return Boolean.TRUE.equals(new JdbcTemplate(running).queryForObject("""
                select r.rolsuper or pg_has_role(c.relowner, 'member')
                    or has_table_privilege(c.oid, 'update, delete, truncate, trigger')
                from pg_roles r, pg_class c
                where r.rolname = current_user and c.oid = to_regclass('audit_event')""", Boolean.class));
    }

    private static String currentUser(JdbcTemplate jdbc) {
        return String.valueOf(jdbc.queryForObject("select current_user", String.class));
    }

    private static String grants() {
        try {
            return GRANTS.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
