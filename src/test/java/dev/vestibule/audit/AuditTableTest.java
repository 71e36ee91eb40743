package dev.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Role;
import dev.vestibule.event.AuditEvent;
import dev.vestibule.event.AuditEventType;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Rows are written once, with what they tell of, and go when their time has come and not before. */
@VestibuleTest
record AuditTableTest(
        JdbcClient jdbc,
        AccountService accountService,
        AccountRepository accounts,
        Parameters parameters,
        ApplicationEventPublisher events,
        TransactionTemplate transaction,
        AuditCleanup retention,
        SecondNode second) {
    @AfterEach
    void reset() {
        parameters.reset(Parameter.AUDIT_RETENTION_DAYS);
        jdbc.sql("delete from audit_retention").update();
    }

    private void insert(String table, int daysAgo, int rows) {
        String columns = table.equals("audit_event")
                ? "(at, kind, outcome, actor_kind, details, node) select now() - make_interval(days => :days), "
                        + "'signed_out', 'info', 'system', '{}', 'old'"
                : "(minute, kind, account_id, tries) select now() - make_interval(days => :days), 'code_wait', "
                        + "gen_random_uuid(), 1";
        jdbc.sql("insert into " + table + columns + " from generate_series(1, :rows)")
                .param("days", daysAgo)
                .param("rows", rows)
                .update();
    }

    private long count(String table, int daysAgo) {
        String at = table.equals("audit_event") ? "at" : "minute";
        return jdbc.sql("select count(*) from " + table + " where " + at + " < now() - make_interval(days => :days)")
                .param("days", daysAgo)
                .query(Long.class)
                .single();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_event set kind = 'signed_in'",
                "update audit_event set at = at where false",
                "truncate audit_event cascade",
                "truncate audit_wait",
                "delete from audit_event",
                "delete from audit_wait",
                "update audit_wait set tries = 0",
                "update audit_wait set tries = tries + 1, kind = 'password_wait'",
                "update audit_wait set tries = tries"
            })
    void rowsWhenYoungThenAreNeitherChangedNorRemoved(String statement) {
        insert("audit_event", 399, 1);
        insert("audit_wait", 399, 1);

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> jdbc.sql(statement).update())
                .withStackTraceContaining("audit rows are");
    }

    @Test
    void rowsWhenOldEnoughThenAreRemovedAndNoOthers() {
        for (String table : List.of("audit_event", "audit_wait")) {
            insert(table, 401, AuditCleanup.BATCH + 3);
            insert(table, 399, 2);
        }

        assertThat(retention.sweep()).isGreaterThanOrEqualTo(2 * AuditCleanup.BATCH + 6);

        for (String table : List.of("audit_event", "audit_wait")) {
            assertThat(count(table, 400)).as(table).isZero();
            assertThat(count(table, 398)).as(table).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void rowsWhenSweptByTwoNodesAtOnceThenAllGoAndNobodyFails() throws InterruptedException {
        insert("audit_event", 500, 5 * AuditCleanup.BATCH);
        AuditCleanup other = second.context().getBean(AuditCleanup.class);

        List<Integer> removed = Race.between(List.of(retention::sweep, other::sweep));

        assertThat(removed.stream().mapToInt(Integer::intValue).sum()).isGreaterThanOrEqualTo(5 * AuditCleanup.BATCH);
        assertThat(count("audit_event", 400)).isZero();
    }

    @Test
    void retentionWhenItIsShortenedThenIsTheDatabasesTooSevenDaysLater() {
        insert("audit_event", 40, 1);
        assertThat(retention.sweep()).isZero();

        parameters.set(Parameter.AUDIT_RETENTION_DAYS, 30);

        assertThat(retention.sweep()).as("there is time to notice").isZero();
        assertThat(jdbc.sql("select until between now() + interval '6 days' and now() + interval '7 days'"
                                + " from audit_retention")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        jdbc.sql("update audit_retention set until = now()").update();
        assertThat(retention.sweep()).isPositive();
        jdbc.sql("update parameter set value = '1' where key = 'audit.retention_days'")
                .update();
        insert("audit_event", 40, 1);
        assertThat(retention.sweep()).as("out of bounds counts as not set").isZero();
    }

    @Test
    void retentionWhenItIsShortenedTwiceThenTheLongestOfThemCounts() {
        parameters.set(Parameter.AUDIT_RETENTION_DAYS, 500);
        parameters.set(Parameter.AUDIT_RETENTION_DAYS, 300);
        parameters.set(Parameter.AUDIT_RETENTION_DAYS, 30);

        assertThat(days()).isEqualTo(500);

        parameters.set(Parameter.AUDIT_RETENTION_DAYS, 600);
        assertThat(days()).as("a longer one applies at once").isEqualTo(600);
    }

    private int days() {
        return jdbc.sql("select extract(day from now() - audit_retention_end())::integer")
                .query(Integer.class)
                .single();
    }

    @Test
    void eventWhenItsTransactionIsRolledBackThenIsGoneWithTheChange(@WithPassword TestAccount ann) {
        List<String> before = new TestTrail(jdbc).of(ann);

        transaction.executeWithoutResult(status -> {
            accountService.changeRole(ann.id(), Role.ADMIN);
            status.setRollbackOnly();
        });

        assertThat(accounts.findById(ann.id()).orElseThrow().role()).isEqualTo(Role.USER);
        assertThat(new TestTrail(jdbc).of(ann)).isEqualTo(before);
        accountService.changeRole(ann.id(), Role.ADMIN);
        assertThat(new TestTrail(jdbc).since(ann, before)).containsExactly("role_changed - system");
        accountService.changeRole(ann.id(), Role.ADMIN);
        assertThat(new TestTrail(jdbc).since(ann, before))
                .as("nothing happened")
                .hasSize(1);
    }

    @Test
    void triesWhenRefusedByAWaitAtTheSameTimeThenEachIsCounted() throws InterruptedException {
        UUID account = UUID.randomUUID();
        ApplicationEventPublisher other = second.context();

        Race.between(IntStream.range(0, 16)
                .mapToObj(n -> (java.util.concurrent.Callable<Boolean>) () -> {
                    for (int i = 0; i < 10; i++) {
                        (n % 2 == 0 ? events : other).publishEvent(AuditEvent.of(AuditEventType.CODE_WAIT, account));
                    }
                    return true;
                })
                .toList());

        assertThat(jdbc.sql("select tries from audit_wait where account_id = :id")
                        .param("id", account)
                        .query(Integer.class)
                        .list())
                .containsExactly(160);
        assertThat(jdbc.sql("select count(*) from audit_event where account_id = :id")
                        .param("id", account)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void firstStartWhenItMakesTheAdministratorThenSaysSo() {
        assertThat(jdbc.sql("""
                select e.kind from audit_event e join account a on a.id = e.account_id
                where a.login = 'admin' and e.actor_kind = 'system' order by e.id limit 2""").query(String.class).list()).containsExactly("account_created", "password_changed");
    }
}
