package dev.vestibule.migration;

import dev.vestibule.text.FoldedText;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Folds the existing names and e-mail addresses, after the SQL migration that adds the columns and before the one that
 * requires them.
 */
@Component
class FoldedTextMigration implements JavaMigration {
    /** Rows that are read and written at once. */
    private static final int BATCH = 1_000;

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("035.1");
    }

    @Override
    public String getDescription() {
        return "fill folded text";
    }

    /** An applied migration is never edited, so it needs no checksum. */
    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(context.getConnection(), true));
        fold(jdbc, "account", "login");
        fold(jdbc, "account", "name");
        fold(jdbc, "account", "email");
        fold(jdbc, "company", "name");
        fold(jdbc, "authenticator", "name");
        separate(jdbc, "company", "name_folded", "created_at");
        separate(jdbc, "authenticator", "account_id, name_folded", "added_at");
    }

    private record Row(UUID id, String text) {}

    private static void fold(JdbcClient jdbc, String table, String column) {
        UUID after = BEFORE_ALL;
        List<Row> rows;
        do {
            rows = jdbc.sql(
                            "select id, %2$s as text from %1$s where id > :after and %2$s is not null order by id limit :batch"
                                    .replace("%1$s", table)
                                    .replace("%2$s", column))
                    .param("after", after)
                    .param("batch", BATCH)
                    .query(Row.class)
                    .list();
            write(jdbc, table, column, rows);
            after = rows.isEmpty() ? after : rows.get(rows.size() - 1).id();
        } while (rows.size() == BATCH);
    }

    private static void write(JdbcClient jdbc, String table, String column, List<Row> rows) {
        jdbc.sql("update " + table + " t set " + column + "_folded = f.text"
                        + " from unnest(cast(:ids as uuid[]), cast(:texts as text[])) f (id, text) where t.id = f.id")
                .param("ids", rows.stream().map(Row::id).toArray(UUID[]::new))
                .param(
                        "texts",
                        rows.stream().map(row -> FoldedText.of(row.text())).toArray(String[]::new))
                .update();
    }

    /**
     * Names that become equal by folding must not stop the start: the folded form of the later one gets its id as a
     * suffix.
     */
    private static void separate(JdbcClient jdbc, String table, String unique, String time) {
        jdbc.sql("update " + table
                        + " t set name_folded = t.name_folded || ' ' || t.id from (select id, row_number() over"
                        + " (partition by " + unique + " order by " + time + ", id) as n from " + table
                        + ") one where one.id = t.id and one.n > 1")
                .update();
    }
}
