package dev.vestibule.account;

import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a room keeps about a person, as its owner may take it along: each room tells its own part. Never a secret, its hash,
 * a token, or what a session is known by.
 *
 * @param name what the part is called
 * @param many whether it is a list; else there is one of it
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
     * @throws AccountNotFoundException when there has to be one, and the account is there no more
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
