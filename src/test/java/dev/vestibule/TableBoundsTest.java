package dev.vestibule;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.config.Task;

/** Every table of the schema has something that bounds it, and the jobs that do so delete what is over and no more. */
@VestibuleTest
record TableBoundsTest(
        JdbcClient jdbc,
        TestAccounts accounts,
        Browsers browsers,
        TestClock clock,
        List<ScheduledTaskHolder> scheduled) {
    /** What bounds each table: a job, or a number for each row of another table. */
    private static final Map<String, String> BOUNDS = Map.ofEntries(
            entry("account", "made and deleted by administrators"),
            entry("api_key", "apiKeyCleanup; at most ApiKey.MAX an account that are not revoked"),
            entry("audit_event", "Retention"),
            entry("audit_retention", "one row"),
            entry("audit_wait", "Retention"),
            entry("authenticator", "at most Authenticator.MAX an account; burnt steps go as soon as they have passed"),
            entry("code_day", "codeDayCleanup"),
            entry("code_row", "one an account"),
            entry("company", "made by administrators"),
            entry("encryption_key", "one a key of the configuration"),
            entry("ended_device", "DeviceCleanup"),
            entry("enrolment_pass", "enrolmentPassCleanup; one an account"),
            entry("event_budget", "eventBudgetCleanup"),
            entry("form_key", "formKeyCleanup"),
            entry("flyway_schema_history", "one a migration"),
            entry("known_browser", "knownBrowserCleanup; at most KnownBrowsers.MAX an account"),
            entry("notice", "noticeCleanup; the others go with their event"),
            entry("parameter", "one a parameter of the catalogue"),
            entry(
                    "pending_authenticator",
                    "pendingAuthenticatorCleanup; at most twice PendingAuthenticators.MAX an account"),
            entry("policy", "one a company"),
            entry("recovery_code", "one set an account"),
            entry("user_import", "userImportCleanup"),
            entry("set_password_link", "setPasswordLinkCleanup; one an account"),
            entry("session", "sessionCleanup; at most twice SessionTable.MAX an account"),
            entry("throttle", "throttleCleanup"),
            entry("trusted_device", "DeviceCleanup"),
            entry("trusted_device_token", "the newest TokenRotation.TOKENS_KEPT a device; DeviceCleanup"));

    @Test
    void tableWhenItIsOfTheSchemaThenHasABoundThatIsNamedHere() {
        List<String> tables = jdbc.sql("""
                select table_name from information_schema.tables
                where table_schema = current_schema() and table_type = 'BASE TABLE'""").query(String.class).list();

        assertThat(tables).containsExactlyInAnyOrderElementsOf(BOUNDS.keySet());
    }

    private Stream<Task> tasks() {
        return scheduled.stream()
                .flatMap(holder -> holder.getScheduledTasks().stream())
                .map(ScheduledTask::getTask)
                .filter(task -> task.toString().startsWith("dev.vestibule"));
    }

    @Test
    void jobWhenTheIntervalIsNotConfiguredThenRunsEachHour() {
        // The comparison of the clocks deletes nothing.
        assertThat(tasks().filter(task -> !task.toString().contains("DatabaseClockHealth")))
                .hasSizeGreaterThanOrEqualTo(12)
                .allSatisfy(task -> assertThat(task).isInstanceOfSatisfying(FixedDelayTask.class, job -> {
                    assertThat(job.getIntervalDuration()).isEqualTo(Duration.ofHours(1));
                    assertThat(job.getInitialDelayDuration()).isEqualTo(Duration.ofHours(1));
                }));
    }

    /** For each table a row that is over at {@code :over}, as far as its job is concerned. */
    static Stream<Arguments> rows() {
        Duration hour = Duration.ofHours(1);
        Duration year = Duration.ofDays(366);
        return Stream.of(
                Arguments.of("set_password_link", Duration.ZERO, """
                        insert into set_password_link values (:account, cast(:key as bytea), :at)
                        on conflict (account_id) do update set token_hash = cast(:key as bytea), expires_at = :at"""),
                Arguments.of("enrolment_pass", Duration.ZERO, """
                        insert into enrolment_pass (account_id, pass_hash, expires_at)
                        values (:account, cast(:key as bytea), :at)"""),
                Arguments.of("form_key", Duration.ZERO, """
                        insert into form_key values (:key, :at)"""),
                Arguments.of("trusted_device", Duration.ZERO, """
                        with d as (insert into trusted_device (id, account_id, token_hash, secure, browser, trusted_at,
                            expires_at, last_used_at) values (gen_random_uuid(), :account, cast(:key as bytea), true,
                            'Firefox', :at, :at, :at) returning id)
                        insert into trusted_device_token (token_hash, device_id) select cast(:key as bytea), id from d"""),
                Arguments.of("ended_device", year, """
                        insert into ended_device values (cast(:key as bytea), :account, 'Firefox', 'MFA', :at)"""),
                Arguments.of("known_browser", year, """
                        insert into known_browser values (cast(:key as bytea), :account, :at)"""),
                Arguments.of("api_key", year, """
                        insert into api_key (id, account_id, key_hash, name, scope, made_at, expires_at)
                        values (gen_random_uuid(), :account, cast(:key as bytea), 'x', 'READ', :at, :at)"""),
                Arguments.of("notice", year, """
                        with e as (insert into audit_event (at, kind, outcome, account_id, actor_kind, details, node)
                            values (now(), 'signed_out', 'info', :account, 'system', '{}', :key) returning id)
                        insert into notice (event_id, account_id, read_at) select id, :account, :at from e"""),
                Arguments.of("throttle", hour, """
                        insert into throttle values (:key, cast(:key as bytea), '', 1, 1, :at, null)"""),
                Arguments.of("code_day", year, """
                        insert into code_day values (:account, cast(cast(:at as timestamptz) at time zone 'UTC' as date), 1)"""),
                Arguments.of("user_import", Duration.ofDays(2), """
                        insert into user_import (id, account_id, state, total, created, touched_at)
                        values (gen_random_uuid(), :account, 'DONE', 0, 0, :at)"""),
                Arguments.of("session", Duration.ofDays(1), """
                        insert into session values (cast(:key as bytea), :account, 1, gen_random_uuid(), :at, 'totp',
                            '192.0.2.7', '', :at, :at, null, :at)"""));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rowWhenItIsOverThenItsJobDeletesItAndNoOther(String table, Duration age, String insert) {
        // What other tests left goes first.
        tasks().forEach(task -> task.getRunnable().run());
        long before = count(table);
        Instant over = clock.instant().minus(age).minusSeconds(1);
        insert(insert, accounts.withPassword("old"), key(), over);
        insert(insert, accounts.withPassword("new"), key(), clock.instant().plusSeconds(60));
        long between = count(table);

        tasks().forEach(task -> task.getRunnable().run());

        assertThat(between).as("made").isGreaterThanOrEqualTo(before + 2);
        assertThat(count(table)).isEqualTo(between - 1);
    }

    /** As short as the shortest column that takes it. */
    private static String key() {
        return UUID.randomUUID().toString().substring(0, 13);
    }

    private void insert(String statement, TestAccount account, String key, Instant at) {
        jdbc.sql("delete from set_password_link where account_id = :account")
                .param("account", account.id())
                .update();
        jdbc.sql(statement)
                .param("account", account.id())
                .param("key", key)
                .param("at", Timestamp.from(at))
                .update();
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    @Test
    void rowsWhenTheyAreMoreThanABatchThenAllGo(@WithPassword TestAccount ann) {
        jdbc.sql("""
                insert into trusted_device (id, account_id, token_hash, secure, browser, trusted_at, expires_at, last_used_at)
                select gen_random_uuid(), :account, cast(:account || ' ' || n as bytea), true, 'Firefox', :at, :at, :at
                from generate_series(1, 1201) n""")
                .param("account", ann.id())
                .param("at", Timestamp.from(clock.instant().minusSeconds(1)))
                .update();
        jdbc.sql("insert into trusted_device_token (token_hash, device_id) select token_hash, id from trusted_device"
                        + " where account_id = :account")
                .param("account", ann.id())
                .update();

        tasks().forEach(task -> task.getRunnable().run());

        assertThat(ofAccount("trusted_device", ann)).isZero();
        assertThat(ofAccount("ended_device", ann)).isEqualTo(1201);
        clock.pass(Duration.ofDays(366));
        tasks().forEach(task -> task.getRunnable().run());
        assertThat(ofAccount("ended_device", ann)).isZero();
    }

    private long ofAccount(String table, TestAccount account) {
        return jdbc.sql("select count(*) from " + table + " where account_id = :account")
                .param("account", account.id())
                .query(Long.class)
                .single();
    }

    /** A script that keeps no cookie opens a session with each sign-in, and its jobs run for hours. */
    @Test
    void sessionsAndBrowsersWhenOneAccountSignsInAgainAndAgainThenTheNewestAreKept(
            @WithPassword TestAccount ann, @WithPassword TestAccount bob) {
        TestBrowser other = browsers.open().signIn(bob);
        openSessions(ann, 60, "password");
        knowBrowsers(ann, 60);

        TestBrowser latest = browsers.open().signIn(ann);

        assertThat(sessions(ann)).isEqualTo(50);
        assertThat(ofAccount("known_browser", ann)).isEqualTo(50);
        assertThat(latest.isSignedIn()).isTrue();
        assertThat(other.isSignedIn()).isTrue();
        // The oldest ones went.
        assertThat(jdbc.sql("select min(extract(epoch from last_seen_at)) from session where account_id = :account")
                        .param("account", ann.id())
                        .query(Long.class)
                        .single())
                .isEqualTo(12);
    }

    /** Else a thief who knows no more than the password could end the sessions of the owner. */
    @Test
    void sessionsWhenManyWaitForACodeThenThoseThatAreSignedInStay(@WithMfa TestAccount ann) {
        TestBrowser owner = browsers.open().signIn(ann);
        openSessions(ann, 60, "password");

        browsers.open().enterPassword(ann);

        assertThat(sessions(ann)).isEqualTo(51);
        assertThat(owner.isSignedIn()).isTrue();
    }

    private void openSessions(TestAccount account, int count, String with) {
        jdbc.sql("""
                insert into session select cast(cast(:account as text) || n as bytea), :account, 1, gen_random_uuid(),
                    to_timestamp(n), :with, '192.0.2.7', '', to_timestamp(n), null, null, to_timestamp(n)
                from generate_series(1, :count) n""")
                .param("account", account.id())
                .param("count", count)
                .param("with", with)
                .update();
    }

    private void knowBrowsers(TestAccount account, int count) {
        jdbc.sql("""
                insert into known_browser (token_hash, account_id, seen_at)
                select cast(:account || ' ' || n as bytea), cast(:account as uuid),
                    cast(:now as timestamptz) - n * interval '1 minute'
                from generate_series(1, :count) n""")
                .param("account", account.id().toString())
                .param("count", count)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private long sessions(TestAccount account) {
        return jdbc.sql("select count(*) from session where account_id = :account")
                .param("account", account.id())
                .query(Long.class)
                .single();
    }
}
