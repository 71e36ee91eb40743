package dev.vestibule.audit;

import dev.vestibule.account.Username;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.event.AuditOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the audit log, newest first, with keyset paging: a late page costs no more than the first. */
@Component
public class AuditTrail {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** The usernames are joined only to the rows of the page, not to every row that was read. */
    private static final String ENTRIES = """
            select e.*, host(e.address) as host, masklen(e.address) as masklen, family(e.address) as family,
                a.login, actor.login as actor_login
            from (select * from audit_entry e where %s order by e.at desc, e.id desc limit :limit) e
            left join account a on a.id = e.account_id
            left join account actor on actor.id = e.actor_id
            order by e.at desc, e.id desc""";

    private final JdbcClient jdbc;
    private final LoginHash logins;

    AuditTrail(JdbcClient jdbc, LoginHash logins) {
        this.jdbc = jdbc;
        this.logins = logins;
    }

    /** @param next the start of the next page; null on the last page */
    public record Page(List<AuditEntry> entries, @Nullable AuditCursor next) {}

    /** The numbers of sign-ins and of failures on a day. */
    public record Day(LocalDate date, long signIns, long refusals) {}

    /** @param after the end of the previous page; null for the first page */
    public Page find(AuditFilter filter, @Nullable AuditCursor after, int size) {
        AuditCursor start = filter.before(after == null ? AuditCursor.START : after);
        Map<String, Object> values = new HashMap<>();
        values.put("at", Timestamp.from(start.at()));
        values.put("id", start.id());
        values.put("limit", size + 1);
        String conditions = "(e.at, e.id) < (:at, :id)" + conditions(filter, values);
        List<AuditEntry> entries = jdbc.sql(String.format(Locale.ROOT, ENTRIES, conditions))
                .params(values)
                .query(AuditTrail::entry)
                .list();
        return entries.size() <= size
                ? new Page(entries, null)
                : new Page(entries.subList(0, size), entries.get(size - 1).cursor());
    }

    /** The entries with these ids, the latest first. */
    public List<AuditEntry> entries(Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(String.format(Locale.ROOT, ENTRIES, "e.id in (:ids)"))
                        .param("ids", ids)
                        .param("limit", ids.size())
                        .query(AuditTrail::entry)
                        .list();
    }

    /** Adds only the conditions that are set, so that the database plans each query with the matching index. */
    private String conditions(AuditFilter filter, Map<String, Object> values) {
        StringBuilder conditions = new StringBuilder();
        if (filter.account() != null) {
            conditions.append(" and e.account_id = :account");
            values.put("account", filter.account());
        }
        if (filter.login() != null) {
            conditions.append(login(filter.login(), values));
        }
        if (filter.kind() != null) {
            conditions.append(" and e.kind = :kind");
            values.put("kind", filter.kind().code());
        }
        if (filter.outcome() != null) {
            conditions.append(outcome(filter.outcome(), filter.kind(), values));
        }
        if (filter.address() != null) {
            conditions.append(" and e.address <<= cast(:address as inet)");
            values.put("address", filter.address().text());
        }
        if (filter.from() != null) {
            conditions.append(" and e.at >= :from");
            values.put("from", Timestamp.from(filter.from()));
        }
        return conditions.toString();
    }

    private String login(String typed, Map<String, Object> values) {
        values.put("hash", logins.of(typed));
        Optional<UUID> owner = jdbc.sql("select id from account where login = :login")
                .param("login", Username.parse(typed).map(Username::text).orElse(""))
                .query(UUID.class)
                .optional();
        if (owner.isEmpty()) {
            return " and e.login_hash = :hash";
        }
        values.put("owner", owner.get());
        return " and (e.account_id = :owner or e.login_hash = :hash)";
    }

    /** Each kind has one outcome: a filter by both matches either all events of the kind or none. */
    private static String outcome(AuditOutcome outcome, @Nullable AuditEventType kind, Map<String, Object> values) {
        if (kind != null) {
            return kind.outcome() == outcome ? "" : " and false";
        }
        values.put("outcome", outcome.code());
        return " and e.outcome = :outcome";
    }

    /** The days between the two dates, inclusive, that have events, oldest first. */
    public List<Day> days(LocalDate first, LocalDate last, ZoneId zone) {
        // Computed in Java, because PostgreSQL may not know the zone or may have other rules for it.
        String[] starts = first.datesUntil(last.plusDays(1))
                .map(day -> day.atStartOfDay(zone).toInstant().toString())
                .toArray(String[]::new);
        return jdbc.sql("""
                select width_bucket(at, cast(:starts as timestamptz[])) as day,
                    count(*) filter (where kind = 'signed_in') as sign_ins,
                    coalesce(sum(tries) filter (where outcome = 'failure'), 0) as refusals
                from audit_entry
                where at >= :since and (kind = 'signed_in' or outcome = 'failure')
                group by day order by day""")
                .param("starts", starts)
                .param("since", Timestamp.from(first.atStartOfDay(zone).toInstant()))
                .query((row, n) -> new Day(
                        first.plusDays(row.getLong("day") - 1), row.getLong("sign_ins"), row.getLong("refusals")))
                .list();
    }

    private static AuditEntry entry(ResultSet row, int n) throws SQLException {
        byte[] session = row.getBytes("session_hash");
        return new AuditEntry(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("kind"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getObject("account_id", UUID.class),
                row.getString("login"),
                row.getString("actor_kind"),
                row.getObject("actor_id", UUID.class),
                row.getString("actor_login"),
                address(row),
                row.getString("browser"),
                session == null ? null : HexFormat.of().formatHex(session),
                row.getObject("sign_in", UUID.class),
                row.getString("factor"),
                JSON.readValue(row.getString("details"), TEXTS),
                row.getString("node"),
                row.getInt("tries"));
    }

    /** Returns a network with its prefix length, and a single address without one. */
    private static @Nullable String address(ResultSet row) throws SQLException {
        String host = row.getString("host");
        if (host == null) {
            return null;
        }
        int length = row.getInt("masklen");
        return length == (row.getInt("family") == 6 ? 128 : 32) ? host : host + "/" + length;
    }
}
