package dev.vestibule.audit;

import dev.vestibule.account.Login;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads what happened, newest first, by key: a page far back costs no more than the first. */
@Component
public class AuditTrail {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private static final String ENTRIES = """
            select e.*, host(e.address) as host, masklen(e.address) as masklen, family(e.address) as family,
                a.login, actor.login as actor_login
            from audit_entry e
            left join account a on a.id = e.account_id
            left join account actor on actor.id = e.actor_id""";

    private final JdbcClient jdbc;
    private final LoginHash logins;

    AuditTrail(JdbcClient jdbc, LoginHash logins) {
        this.jdbc = jdbc;
        this.logins = logins;
    }

    /** @param next where the next page begins; null on the last one */
    public record Page(List<Entry> entries, @Nullable Cursor next) {}

    /** How many sign-ins and refusals there were on a day. */
    public record Day(LocalDate date, long signIns, long refusals) {}

    /** @param after where the page before ended; null for the first one */
    public Page find(Filter filter, @Nullable Cursor after, int size) {
        Cursor start = after == null ? Cursor.START : after;
        var query = jdbc.sql(ENTRIES + " where (e.at, e.id) < (:at, :id)" + conditions(filter)
                        + " order by e.at desc, e.id desc limit :limit")
                .param("at", Timestamp.from(start.at()))
                .param("id", start.id())
                .param("limit", size + 1);
        List<Entry> entries = bind(query, filter).query(AuditTrail::entry).list();
        return entries.size() <= size
                ? new Page(entries, null)
                : new Page(entries.subList(0, size), entries.get(size - 1).cursor());
    }

    /** Those with these ids, the latest first. */
    public List<Entry> entries(Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(ENTRIES + " where e.id in (:ids) order by e.id desc")
                        .param("ids", ids)
                        .query(AuditTrail::entry)
                        .list();
    }

    private static String conditions(Filter filter) {
        List<String> conditions = new ArrayList<>();
        if (filter.account() != null) {
            conditions.add("e.account_id = :account");
        }
        if (filter.login() != null) {
            conditions.add("(e.account_id = (select id from account where login = :login) or e.login_hash = :hash)");
        }
        if (filter.kind() != null) {
            conditions.add("e.kind = :kind");
        }
        if (filter.outcome() != null) {
            conditions.add("e.outcome = :outcome");
        }
        if (filter.address() != null) {
            conditions.add("e.address <<= cast(:address as inet)");
        }
        if (filter.from() != null) {
            conditions.add("e.at >= :from");
        }
        if (filter.to() != null) {
            conditions.add("e.at < :to");
        }
        return conditions.stream().map(" and "::concat).reduce("", String::concat);
    }

    private JdbcClient.StatementSpec bind(JdbcClient.StatementSpec query, Filter filter) {
        if (filter.account() != null) {
            query.param("account", filter.account());
        }
        if (filter.login() != null) {
            String login = Login.parse(filter.login()).map(Login::text).orElse("");
            query.param("login", login).param("hash", logins.of(filter.login()));
        }
        if (filter.kind() != null) {
            query.param("kind", filter.kind().code());
        }
        if (filter.outcome() != null) {
            query.param("outcome", filter.outcome().code());
        }
        if (filter.address() != null) {
            query.param("address", filter.address().text());
        }
        if (filter.from() != null) {
            query.param("from", Timestamp.from(filter.from()));
        }
        if (filter.to() != null) {
            query.param("to", Timestamp.from(filter.to()));
        }
        return query;
    }

    /** The days since then on which anything happened, oldest first. */
    public List<Day> days(Instant since, ZoneId zone) {
        return jdbc.sql("""
                select cast(at at time zone :zone as date) as day,
                    count(*) filter (where kind = 'signed_in') as sign_ins,
                    coalesce(sum(tries) filter (where outcome = 'failure'), 0) as refusals
                from audit_entry
                where at >= :since and (kind = 'signed_in' or outcome = 'failure')
                group by day order by day""")
                .param("zone", zone.getId())
                .param("since", Timestamp.from(since))
                .query((row, n) -> new Day(
                        row.getObject("day", LocalDate.class), row.getLong("sign_ins"), row.getLong("refusals")))
                .list();
    }

    private static Entry entry(ResultSet row, int n) throws SQLException {
        byte[] session = row.getBytes("session_hash");
        return new Entry(
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
                row.getString("factor"),
                JSON.readValue(row.getString("details"), TEXTS),
                row.getString("node"),
                row.getInt("tries"));
    }

    /** A network keeps its length, an address has none to show. */
    private static @Nullable String address(ResultSet row) throws SQLException {
        String host = row.getString("host");
        if (host == null) {
            return null;
        }
        int length = row.getInt("masklen");
        return length == (row.getInt("family") == 6 ? 128 : 32) ? host : host + "/" + length;
    }
}
