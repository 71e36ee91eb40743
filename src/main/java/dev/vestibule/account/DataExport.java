package dev.vestibule.account;

import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One part of the data export of an account; each module that stores data of accounts has one. It never contains a
 * secret, its hash, a token or the id of a session.
 *
 * @param name the name of the part
 * @param many whether the part is a list of rows; otherwise it is a single row
 * @param sql a query by {@code :account}; its columns are the names of the fields
 */
public record DataExport(String name, boolean many, String sql) {
    public static DataExport one(String name, String sql) {
        return new DataExport(name, false, sql);
    }

    public static DataExport list(String name, String sql) {
        return new DataExport(name, true, sql);
    }

    /**
     * Reads the part.
     *
     * @return a map, or a list of them; times are instants
     * @throws AccountNotFoundException when the part is a single row and the account was deleted meanwhile
     */
    public Object of(UUID account, JdbcClient jdbc) {
        List<Map<String, Object>> rows =
                jdbc.sql(sql).param("account", account).query().listOfRows();
        rows.forEach(row -> row.replaceAll((field, value) -> told(value)));
        return many ? rows : rows.stream().findFirst().orElseThrow(() -> new AccountNotFoundException(account));
    }

    private static @Nullable Object told(@Nullable Object value) {
        return value instanceof Timestamp time ? time.toInstant() : value;
    }
}
