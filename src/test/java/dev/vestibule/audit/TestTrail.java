package dev.vestibule.audit;

import dev.vestibule.testing.TestAccount;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What stands in the table, in the order in which it was written. */
record TestTrail(JdbcClient jdbc) {
    /** Of one account, such as {@code code_refused wrong visitor}; a dash where there is no reason. */
    List<String> of(TestAccount account) {
        return jdbc.sql("""
                select kind || ' ' || coalesce(reason, '-') || ' ' || actor_kind from audit_event
                where account_id = :id order by id""").param("id", account.id()).query(String.class).list();
    }

    /** What was added since the last of those was written. */
    List<String> since(TestAccount account, List<String> before) {
        List<String> now = of(account);
        return now.subList(before.size(), now.size());
    }

    /** The newest row of an account and a kind. */
    Map<String, Object> last(TestAccount account, String kind) {
        return jdbc.sql("""
                select *, host(address) as host, details ->> 'name' as name, details ->> 'until' as until,
                    details ->> 'ended' as ended, details ->> 'count' as count
                from audit_event where account_id = :id and kind = :kind order by id desc limit 1""")
                .param("id", account.id())
                .param("kind", kind)
                .query()
                .singleRow();
    }

    /** Every row there is, as text. */
    List<String> texts() {
        return jdbc.sql(
                        "select to_jsonb(e)::text from audit_event e union all select to_jsonb(w)::text from audit_wait w")
                .query(String.class)
                .list();
    }
}
