package dev.vestibule.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestPlans;
import dev.vestibule.testing.TestPlans.Plans;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A hundred thousand accounts and as many events: the lists find what they show by an index, whatever they are narrowed
 * to. What each request asks of the database is explained by the database itself, with the values that were asked for.
 */
@VestibuleTest
@Import(TestPlans.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyAccountsHttpTest {
    private static final int ACCOUNTS = 100_000;

    /** A statement may not take longer than the application allows one to. */
    private static final int AT_ONCE = 10_000;

    private TestBrowser browser;
    private ApiClient program;

    @Autowired
    Browsers browsers;

    @Autowired
    ApiClients clients;

    @Autowired
    TestAccounts accounts;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Plans plans;

    @BeforeAll
    void fill() {
        TestAccount root = accounts.withPassword("root", Role.ADMIN);
        jdbc.sql("""
                insert into company (id, name, name_folded, created_at, version)
                select gen_random_uuid(), 'Branch ' || n, 'branch ' || n, now(), 0 from generate_series(1, 20) n""").update();
        jdbc.sql("""
                insert into policy (company_id, mfa_required, grace_days, enrolment, trusted_devices_allowed,
                    trusted_networks, administrators_since, everyone_since)
                select id, 'EVERYONE', 30, 'PASSWORD', true, '{}', now() - interval '1 year', now() - interval '1 year'
                from company where name = 'Branch 7'""").update();
        for (int first = 1; first <= ACCOUNTS; first += AT_ONCE) {
            fill(first, first + AT_ONCE - 1);
        }
        jdbc.sql("analyze account").update();
        jdbc.sql("analyze audit_event").update();
        browser = browsers.signedIn(root);
        program = clients.byKey(root, Scope.READ);
    }

    private void fill(int first, int last) {
        // The name, and with it the e-mail address, follows the login: who is looked for stands together in the list.
        jdbc.sql("""
                insert into account (id, login, login_folded, name, name_folded, email, email_folded, company_id, role, time_zone, password, disabled,
                    mfa_enabled, enrolment_due, credential_version, created_at, version)
                select gen_random_uuid(), word || n, word || n, initcap(word) || ' ' || n, word || ' ' || n,
                    word || n || '@example.org', word || n || '@example.org', c.id,
                    case when n % 5000 = 0 then 'ADMIN' else 'USER' end, 'UTC',
                    case when n % 10000 = 1 then null else 'x' end, n % 5000 = 3, n % 10 > 0, n % 20000 = 0, 1,
                    now() - n * interval '5 minutes', 0
                from generate_series(:first, :last) n
                    cross join lateral (select chr(97 + n % 26) || chr(97 + n / 26 % 26) || chr(97 + n / 676 % 26)) w (word)
                    join company c on c.name = 'Branch ' || (1 + n % 20)""").param("first", first).param("last", last).update();
        jdbc.sql("""
                insert into audit_event (at, kind, outcome, account_id, actor_kind, address, details, node)
                select now() - n * interval '10 minutes', k.kind, k.outcome, a.id, 'user',
                    cast('10.' || n % 7 || '.' || n % 200 || '.1' as inet), '{}', 'test'
                from (select id, regexp_replace(login, '[^0-9]', '', 'g')::integer as n from account where email is not null) a
                    cross join lateral (select case when n % 10 = 0 then 'password_refused' else 'signed_in' end,
                        case when n % 10 = 0 then 'failure' else 'success' end) k (kind, outcome)
                where n between :first and :last""").param("first", first).param("last", last).update();
    }

    private void assertNothingIsReadWhole(String path, Runnable request) {
        List<String> seen = plans.of(request);
        assertThat(seen).as("statements of %s", path).isNotEmpty();
        assertThat(String.join("\n", seen).lines())
                .as(path)
                .noneMatch(line -> line.matches(".*Seq Scan on (account|audit_event)\\b.*loops=[1-9].*"))
                // A walk along an index that passes nearly everybody reads as much.
                .noneMatch(line -> line.matches(".*Rows Removed by (Join )?Filter: ([2-9]\\d{4}|\\d{6,}).*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?size=200&after=maa",
                "?q=abc",
                "?q=zyx1&after=b",
                "?q=ZYX",
                "?q=qqqqq",
                "?q=a",
                "?q=z",
                "?state=mfa",
                "?state=no-mfa",
                "?state=grace",
                "?state=due",
                "?state=disabled",
                "?state=no-password",
                "?state=disabled&q=abc",
                "?state=due&q=zyx",
                "?state=no-password&after=zzz",
                "?sort=-login",
                "?before=maa",
                "?sort=name",
                "?sort=-name&q=a",
                "?sort=name&after=Maa%20200:maa200",
                "?sort=name&state=disabled",
                "?sort=company",
                "?sort=-company&after=Branch%207:maa200",
                "?sort=company&state=no-password",
                "?sort=company&q=zyx",
                "?sort=last-sign-in",
                "?sort=-last-sign-in",
                "?sort=-last-sign-in&state=disabled&q=ab",
                "?sort=last-sign-in&before=-infinity:maa200"
            })
    void usersPageWhenManyAccountsThenFindsByIndex(String query) {
        assertNothingIsReadWhole(
                query,
                () -> assertThat(browser.get("/settings/users" + query).status())
                        .isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?q=zy", "?q=a&state=disabled", "?state=no-mfa", "?state=grace"})
    void exportWhenManyAccountsThenFindsByIndex(String query) {
        assertNothingIsReadWhole(
                query,
                () -> assertThat(browser.get("/settings/users.csv" + query).status())
                        .isEqualTo(200));
    }

    /** Users of one company whose logins all stand at the end of the list. */
    @Test
    void companyWhenItsUsersStandLateThenTheirPageReadsNoMoreThanItShows() {
        String company = jdbc.sql("""
                with c as (
                    insert into company (id, name, name_folded, created_at, version)
                    values (gen_random_uuid(), 'Late branch', 'late branch', now(), 0) returning id), moved as (
                    update account set company_id = c.id from c where login like 'z%')
                select id from c""").query(String.class).single();
        jdbc.sql("analyze account").update();

        List<String> seen = plans.of(() -> program.get("/users?company_id=" + company));

        assertThat(String.join("\n", seen)).contains("account_company_ix").doesNotContain("far");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?q=abc",
                "?q=nobody",
                "?login=abc1",
                "?role=ADMIN",
                "?disabled=true",
                "?mfa_enabled=false&q=zz",
                "?company_id=COMPANY",
                "?company_id=COMPANY&role=ADMIN&disabled=true"
            })
    void usersOfTheApiWhenManyAccountsThenFindsByIndex(String query) {
        String company = jdbc.sql("select id from company where name = 'Branch 3'")
                .query(String.class)
                .single();
        String path = "/users" + query.replace("COMPANY", company);
        assertNothingIsReadWhole(
                path, () -> assertThat(program.get(path).status()).isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?account=abc1",
                "?account=nobody",
                "?account=00000000-0000-4000-8000-000000000000",
                "?kind=signed_in",
                "?kind=account_reset",
                "?address=10.3.3.1",
                "?address=10.3.0.0/16",
                "?address=192.0.2.1",
                "?kind=password_refused&address=10.3.3.1",
                "?kind=account_reset&account=abc1",
                "?from=2026-01-01&to=2026-01-02",
                "?to=2020-01-01"
            })
    void auditPageWhenManyEventsThenFindsByIndex(String query) {
        assertNothingIsReadWhole(
                query,
                () -> assertThat(browser.get("/settings/audit" + query).status())
                        .isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?outcome=info",
                "?outcome=failure",
                "?outcome=success&kind=password_refused",
                "?account_id=00000000-0000-4000-8000-000000000000&outcome=failure",
                "?to=2020-01-01T00:00:00Z"
            })
    void eventsOfTheApiWhenManyThenFindsByIndex(String query) {
        assertNothingIsReadWhole(
                query,
                () -> assertThat(program.get("/audit-events" + query).status()).isEqualTo(200));
    }

    @Test
    void plansWhenATableIsReadWholeThenSayIt() {
        List<String> seen = plans.of(() -> jdbc.sql("select count(*) from account where name like :name")
                .param("name", "%z")
                .query(Long.class)
                .single());

        assertThat(String.join("\n", seen)).containsPattern("Seq Scan on account\\b.*loops=[1-9]");
    }

    @Test
    void searchWhenThoseFoundStandLateInTheListThenFindsThemAll() {
        long expected = jdbc.sql("select count(*) from account where login like 'zy%'")
                .query(Long.class)
                .single();
        long seen = 0;
        String next = "";
        do {
            var answer = program.get("/users?q=ZY&limit=200" + next);
            seen += answer.json().path("items").size();
            next = answer.json().path("next").isNull()
                    ? ""
                    : "&cursor=" + answer.json().path("next").asString();
        } while (!next.isEmpty());

        assertThat(seen).isEqualTo(expected).isGreaterThan(100);
    }
}
