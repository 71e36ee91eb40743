package dev.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.VestibuleApplication;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestDatabase;
import dev.vestibule.testing.TestSetup;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One role owns the tables and migrates them, another runs: neither is a superuser, and the second cannot change the log. */
@Tag("attack")
@Tag("integration")
class AuditRolesTest {
    private static final String OWNER = "audit roles-owner";
    private static final String RUNNING = "audit roles' \"running\"";

    private static final String DATABASE = TestDatabase.create();
    private static final JdbcClient SUPERUSER = JdbcClient.create(new DriverManagerDataSource(DATABASE));

    private static ConfigurableApplicationContext node;
    private static JdbcClient running;

    @BeforeAll
    static void start() {
        for (String role : List.of(OWNER, RUNNING)) {
            String name = quoted(role);
            SUPERUSER.sql("create role " + name + " login").update();
        }
        String database =
                SUPERUSER.sql("select current_database()").query(String.class).single();
        SUPERUSER
                .sql("alter database " + database + " owner to " + quoted(OWNER))
                .update();
        node = node();
        running = node.getBean(JdbcClient.class);
    }

    private static ConfigurableApplicationContext node() {
        return new SpringApplicationBuilder(VestibuleApplication.class)
                .initializers(starting -> starting.getBeanFactory()
                        .registerSingleton("noTestConfiguration", new SecondNode.NoTestConfiguration()))
                .run(
                        "--spring.datasource.url=" + DATABASE.replaceFirst("\\?.*", ""),
                        "--spring.datasource.username=" + RUNNING,
                        "--spring.datasource.password=trusted",
                        "--spring.flyway.user=" + OWNER,
                        "--spring.flyway.password=trusted",
                        "--vestibule.encryption.keys=" + TestSetup.KEYS,
                        "--vestibule.bootstrap.admin-password=" + TestAccounts.PASSWORD,
                        "--spring.main.banner-mode=off",
                        "--server.port=0",
                        "--management.server.port=0");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static void insert(int daysAgo) {
        running.sql("insert into audit_event (at, kind, outcome, actor_kind, details, node)"
                        + " values (now() - make_interval(days => :days), 'signed_out', 'info', 'system', '{}', 'old')")
                .param("days", daysAgo)
                .update();
    }

    @Test
    void rolesWhenStartedThenOneOwnsAndTheOtherRuns() {
        assertThat(running.sql("select current_user").query(String.class).single())
                .isEqualTo(RUNNING);
        assertThat(running.sql("select distinct tableowner from pg_tables where schemaname = 'public'")
                        .query(String.class)
                        .list())
                .containsExactly(OWNER);
        assertThat(SUPERUSER
                        .sql("select bool_or(rolsuper) from pg_roles where rolname like 'audit roles%'")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    void signInWhenTheRolesAreTwoThenWorksAndIsRecorded() {
        TestBrowser browser =
                new TestBrowser(node.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
        var signedIn = browser.post("/login", "username", "admin", "password", TestAccounts.PASSWORD);

        assertThat(browser.follow(signedIn).says("Signed in as admin at My Company."))
                .isTrue();
        assertThat(running.sql("select count(*) from audit_event where kind = 'signed_in'")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_event set kind = 'signed_in'",
                "update audit_event set at = now() - interval '10 years'",
                "delete from audit_event",
                "delete from audit_event where at < now() - interval '10 years'",
                "truncate audit_event cascade",
                "update audit_wait set minute = now() - interval '10 years'",
                "delete from audit_wait",
                "truncate audit_wait",
                "update audit_entry set kind = 'signed_in'",
                "alter table audit_event disable trigger all",
                "alter table audit_event disable trigger audit_event_no_update",
                "alter table audit_wait disable trigger user",
                "drop trigger audit_event_no_young_delete on audit_event",
                "create trigger mine before insert on audit_event for each row execute function audit_refuse()",
                "create rule mine as on insert to audit_event do instead nothing",
                "alter table audit_event add column mine text",
                "drop table audit_event cascade",
                "drop function audit_delete_expired(integer)",
                "create or replace function audit_retention_end() returns timestamptz language sql as 'select now()'",
                "alter function audit_delete_expired(integer) reset search_path",
                "create function public.to_jsonb(audit_event) returns jsonb language sql as 'select null::jsonb'",
                "create table public.mine (id integer)",
                "set session_replication_role = replica",
                "set role \"audit roles-owner\"",
                "update flyway_schema_history set checksum = 0",
                "update audit_retention set until = now()",
                "insert into audit_retention values (1, 30, now()) on conflict (id) do nothing",
                "delete from audit_retention",
                "alter table parameter disable trigger all",
                "select setval('audit_id', 1)"
            })
    void logWhenTheRunningRoleReachesForItThenIsRefused(String statement) {
        insert(399);

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> running.sql(statement).update())
                .withStackTraceContaining("ERROR:")
                .satisfies(refusal -> assertThat(refusal).hasStackTraceContaining("PSQLException"));
    }

    @Test
    void deletionWhenCalledThenObeysTheRetentionWhateverTheCallerPutsInItsWay() {
        insert(399);
        insert(401);

        // Shortened a moment ago, by a stolen write key for example: it does not apply yet.
        running.sql("insert into parameter values ('audit.retention_days', '30')"
                        + " on conflict (key) do update set value = '30'")
                .update();
        // A temporary table of the name that the function reads, and a path that finds it first, in one session.
        node.getBean(org.springframework.transaction.support.TransactionTemplate.class)
                .executeWithoutResult(transaction -> {
                    running.sql("create temporary table parameter (key text, value text) on commit drop")
                            .update();
                    running.sql("insert into parameter values ('audit.retention_days', '30')")
                            .update();
                    running.sql("set local search_path = pg_temp, public").update();
                    for (int batch : new int[] {-1, 0, Integer.MAX_VALUE}) {
                        running.sql("select audit_delete_expired(:batch)")
                                .param("batch", batch)
                                .query(Integer.class)
                                .single();
                    }
                });

        assertThat(daysOfOldRows()).contains(399).doesNotContain(401);
    }

    @Test
    void privilegesWhenATableIsAddedLaterThenAreGrantedWithTheNextStart() {
        SUPERUSER
                .sql("create table later (id bigserial constraint later_pk primary key)")
                .update();
        SUPERUSER.sql("alter table later owner to " + quoted(OWNER)).update();
        SUPERUSER.sql("create table audit_later (id integer)").update();
        SUPERUSER.sql("alter table audit_later owner to " + quoted(OWNER)).update();

        node().close();

        running.sql("insert into later default values").update();
        running.sql("update later set id = 7").update();
        running.sql("delete from later").update();
        running.sql("insert into audit_later values (1)").update();
        for (String verb : List.of("update", "delete", "truncate")) {
            assertThat(SUPERUSER
                            .sql("select c.relname from pg_class c where c.relname like 'audit\\_%' and c.relkind = 'r'"
                                    + " and has_table_privilege(:role, c.oid, :verb)")
                            .param("role", RUNNING)
                            .param("verb", verb)
                            .query(String.class)
                            .list())
                    .as(verb)
                    .isEmpty();
        }
    }

    private static List<Integer> daysOfOldRows() {
        return running.sql("select distinct extract(day from now() - at)::integer from audit_event"
                        + " where node = 'old'")
                .query(Integer.class)
                .list();
    }
}
