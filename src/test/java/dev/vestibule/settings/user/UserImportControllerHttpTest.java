package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vestibule.account.Role;
import dev.vestibule.company.CompanyService;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts from a file: shown first, then made, all or none. */
@VestibuleTest
class UserImportControllerHttpTest {
    private static final String URL = "/settings/users/import";
    private static final String HEADER = "login,name,email,company,role\n";
    private static final AtomicInteger FILES = new AtomicInteger();

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    CompanyService companies;

    @Autowired
    TestClock clock;

    private TestAccount root;
    private TestBrowser browser;

    /** Logins of this test begin with it. */
    private String mine;

    @BeforeEach
    void signIn() {
        root = testAccounts.withPassword("root", Role.ADMIN);
        browser = browsers.open().signIn(root);
        mine = "imported" + FILES.incrementAndGet() + "x";
    }

    @AfterEach
    void tidy() {
        jdbc.sql("delete from user_import").update();
        TestCompanies.tidy(jdbc);
    }

    private Page send(String lines, String... fields) {
        return browser.upload(URL, (HEADER + lines).getBytes(StandardCharsets.UTF_8), fields);
    }

    private long made() {
        return jdbc.sql("select count(*) from account where login like :mine")
                .param("mine", mine + "%")
                .query(Long.class)
                .single();
    }

    /** A file that is sound, as the page shows it. */
    private String checked(int accounts) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < accounts; i++) {
            lines.append(mine).append(i).append(",Ann ").append(i).append(",,,\n");
        }
        Page page = send(lines.toString());
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return Html.of(page).value("checked");
    }

    private Page confirm(String checked) {
        return browser.post(URL, "checked", checked, "confirmed", "on");
    }

    /** What is said at the end, however long it takes on a busy machine. */
    private Page finished(Page begun) {
        assertThat(begun.status()).as(begun.body()).isEqualTo(303);
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> browser.follow(begun),
                        page -> page.header("Refresh").isEmpty());
    }

    @Test
    void postWhenEveryLineIsSoundThenShowsWhatWouldBeMadeAndMakesNothing() {
        Page page =
                send("%1$sa,Ann,ann@example.org,,USER\n%1$sb,Bea,,my company,admin\n%1$sc,Cleo,,,\n".formatted(mine));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("3 new users", "Create 3 users", "name=\"confirmed\"");
        assertThat(made()).isZero();
    }

    @Test
    void confirmWhenItWasShownThenMakesThemAllAndSaysSo() {
        Page shown = send(
                "%1$sA,Ann,ann@example.org,,USER\n%1$sb,\"Bea, B.\",,My Company,admin\n".formatted(mine.toUpperCase()));
        Page answer = confirm(Html.of(shown).value("checked"));

        assertThat(finished(answer).body()).contains("2 users were created");
        assertThat(jdbc.sql(
                                "select login || ' ' || name || ' ' || coalesce(email, '-') || ' ' || role || ' ' || (password is null)"
                                        + " from account where login like :mine order by login")
                        .param("mine", mine + "%")
                        .query(String.class)
                        .list())
                .containsExactly(mine + "a Ann ann@example.org USER true", mine + "b Bea, B. - ADMIN true");
        assertThat(jdbc.sql("select content from user_import")
                        .query(byte[].class)
                        .list())
                .containsOnlyNulls();
    }

    @Test
    void confirmWhenDoneThenTheTrailSaysWhoMadeThemAndFromWhere() {
        finished(confirm(checked(3)));

        List<String> events =
                jdbc.sql("""
                select e.kind || ' ' || e.actor_kind || ' ' || host(e.address) || ' ' || (e.details ->> 'count' is not null)
                from audit_event e where actor_id = :root and kind in ('account_created', 'accounts_imported')
                order by id""").param("root", root.id()).query(String.class).list();
        assertThat(events).hasSize(4).last().isEqualTo("accounts_imported administrator 127.0.0.1 true");
        assertThat(events.get(0)).isEqualTo("account_created administrator 127.0.0.1 false");
        assertThat(browser.get("/settings/audit?kind=accounts_imported").body()).contains("3 users.");
    }

    @Test
    void postWhenConfirmedAtOnceThenMakesThem() {
        finished(send(mine + ",Ann,,,\n", "confirmed", "on"));

        assertThat(made()).isOne();
    }

    @Test
    void postWhenALineIsBadThenNamesItAndMakesNothingEvenIfConfirmed() {
        String taken = testAccounts.invited("taken", Role.USER).login();
        String lines = """
                %1$sa,Ann,,,
                ,Nobody,,,
                %1$sb,,,,
                %1$sA,Ann again,,,
                %2$s,Taken,,,
                %1$sc,Cleo,not an address,,
                %1$sd,Dora,,Elsewhere,
                %1$se,Eve,,,BOSS
                %1$sf,Fay,,,USER,more
                %1$sg,Gus,,,admın
                """.formatted(mine, taken);
        for (String[] fields : new String[][] {{}, {"confirmed", "on"}}) {
            Page page = send(lines, fields);

            assertThat(page.status()).isEqualTo(422);
            assertThat(page.body()).contains("<title>Error:").doesNotContain("name=\"confirmed\"");
            assertThat(rows(page))
                    .containsExactly(
                            "Line 3 login Enter a username.",
                            "Line 4 name Enter a name.",
                            "Line 5 login Line 2 has the same username.",
                            "Line 6 login Another user has this username.",
                            "Line 7 email Enter a valid e-mail address.",
                            "Line 8 company There is no company with this name.",
                            "Line 9 role Write USER or ADMIN.",
                            "Line 10 The whole line This line has more cells than the first one.",
                            "Line 11 role Write USER or ADMIN.");
        }
        assertThat(made()).isZero();
    }

    private static List<String> rows(Page page) {
        return java.util.regex.Pattern.compile(
                        "<tr>\\s*<th scope=\"row\"[^>]*>(.*?)</th>\\s*<td[^>]*>(.*?)</td>\\s*<td[^>]*>(.*?)</td>")
                .matcher(page.body())
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();
    }

    @Test
    void postWhenThereAreSeveralCompaniesThenTheCompanyMustBeNamed() {
        UUID other = companies.create("Überland Ltd", PolicySettings.NONE).id();

        assertThat(rows(send(mine + "a,Ann,,,\n")))
                .containsExactly("Line 2 company Name the company, because there are several.");
        finished(send(mine + "a,Ann,,ÜBERLAND ltd,\n", "confirmed", "on"));
        assertThat(jdbc.sql("select company_id from account where login = :login")
                        .param("login", mine + "a")
                        .query(UUID.class)
                        .single())
                .isEqualTo(other);
    }

    @Test
    void postWhenThereIsNoFileThenSaysSo() {
        assertThat(browser.post(URL).body()).contains("Choose a file.");
        Page empty = browser.upload(URL, new byte[0]);
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.body()).contains("Choose a file.", "aria-describedby=\"file-hint file-error\"");
        assertThat(send("").body()).contains("This file has no users.");
    }

    @Test
    void postWhenTheFileIsTooLargeThenSaysSoWhateverItsSize() {
        Page little = browser.upload(URL, new byte[10 * 1024 * 1024 + 1]);
        Page much = browser.upload(URL, new byte[12 * 1024 * 1024]);

        assertThat(little.status()).isEqualTo(422);
        assertThat(little.body()).contains("larger than 10 MB");
        assertThat(much.status()).isEqualTo(413);
    }

    @Test
    void postWhenTheFileIsAsLargeAsMayBeThenReadsIt() {
        byte[] file = (HEADER + "\n".repeat(10 * 1024 * 1024 - HEADER.length())).getBytes(StandardCharsets.UTF_8);

        assertThat(browser.upload(URL, file).body()).contains("This file has no users.");
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true"})
    void postWhenNoAdministratorSentItThenReadsNothing(boolean user, boolean atTheCode, TestBrowser stranger) {
        if (user) {
            stranger.signIn(testAccounts.withPassword("alice"));
        }
        if (atTheCode) {
            stranger.enterPassword(testAccounts.withMfa("bob", Role.ADMIN));
        }
        String token = stranger.get("/login").status() == 200 ? stranger.token() : "none";
        Page refused = stranger.uploadWith(token, URL, (HEADER + mine + ",Ann,,,\n").getBytes(StandardCharsets.UTF_8));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("<h1");
        assertThat(made()).isZero();
    }

    @Test
    void postWhenTheTokenIsWrongThenIsForbidden() {
        Page refused = browser.uploadWith(
                "wrong", URL, (HEADER + mine + ",Ann,,,\n").getBytes(StandardCharsets.UTF_8), "confirmed", "on");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(made()).isZero();
    }

    @Test
    void postWhenAFieldIsGivenTwiceThenIsRefused() {
        assertThat(send(mine + ",Ann,,,\n", "confirmed", "on", "confirmed", "on")
                        .status())
                .isEqualTo(400);
        assertThat(made()).isZero();
    }

    @Test
    void postWhenTheProofIsTooOldThenAsksForItAndMakesNothing() {
        browser.get("/settings/users");
        String token = browser.token();
        clock.pass(Duration.ofMinutes(16));
        Page asked = browser.uploadWith(
                token, URL, (HEADER + mine + ",Ann,,,\n").getBytes(StandardCharsets.UTF_8), "confirmed", "on");

        assertThat(asked.location()).isEqualTo("/login?proof");
        assertThat(browser.prove(root, asked).location()).isEqualTo(URL + "?done=again");
        assertThat(made()).isZero();
    }

    @Test
    void uploadWhenItGoesToAnotherFormThenIsNoForm() {
        for (String path : List.of(
                "/settings/users/new", "/login", "/preferences/profile", URL + "/", "/settings/users/import2")) {
            assertThat(browser.upload(path, new byte[10]).status()).as(path).isEqualTo(415);
        }
    }

    @Test
    void confirmWhenPressedTwiceAtOnceThenMakesThemOnce() throws InterruptedException {
        String checked = checked(20);

        List<Page> answers = Race.of(2, () -> confirm(checked));

        answers.forEach(this::finished);
        assertThat(made()).isEqualTo(20);
        assertThat(finished(confirm(checked)).body()).contains("20 users were created");
    }

    @Test
    void confirmWhenALoginWasTakenSinceThenMakesNone() {
        String checked = checked(1200);
        jdbc.sql("""
                insert into account (id, login, login_folded, name, name_folded, company_id, role, time_zone, disabled,
                    mfa_enabled, enrolment_due, credential_version, created_at, version)
                select gen_random_uuid(), :login, :login, 'Ann', 'ann', company_id, 'USER', 'UTC', false, false, false, 1, now(), 0
                from account where id = :root""").param("login", mine + "1100").param("root", root.id()).update();

        Page told = finished(confirm(checked));

        assertThat(told.body()).contains("No user was created", "since the file was checked");
        assertThat(made()).isOne();
    }

    @Test
    void confirmWhenEveryColumnIsFilledThenAllOfThemAreStored() {
        UUID second = UUID.randomUUID();
        jdbc.sql(
                        "insert into company (id, name, name_folded, created_at, version) values (:id, 'Second & Co', 'second & co', now(), 0)")
                .param("id", second)
                .update();

        Page shown = send("%1$sa,Ann Ä.,ann@example.org,second & co,user\n%1$sb,Bea,bea@example.org,My Company,ADMIN\n"
                .formatted(mine));
        finished(confirm(Html.of(shown).value("checked")));

        assertThat(jdbc.sql("""
                select concat_ws('|', a.login, a.name, a.email, c.name, a.role)
                from account a join company c on c.id = a.company_id where login like :mine order by login""").param("mine", mine + "%").query(String.class).list())
                .containsExactly(
                        mine + "a|Ann Ä.|ann@example.org|Second & Co|USER",
                        mine + "b|Bea|bea@example.org|My Company|ADMIN");
    }

    @Test
    void confirmWhenAnotherRuleOfTheDatabaseRefusesAnAccountThenIsAFaultAndNotTaken() {
        String checked = checked(3);
        jdbc.sql("alter table account add constraint test_refuses check (login not like 'imported%x2') not valid")
                .update();
        try {
            assertThat(finished(confirm(checked)).body())
                    .contains("No user was created", "went wrong during the import");
        } finally {
            jdbc.sql("alter table account drop constraint test_refuses").update();
        }
        assertThat(made()).isZero();
    }

    @Test
    void confirmWhenTheDatabaseFailsInTheMiddleThenMakesNone() {
        String checked = checked(1200);
        jdbc.sql("""
                create function refuse_some() returns trigger language plpgsql as $$
                begin
                    if new.login like 'imported%x1100' then raise exception 'no more' using errcode = '53100'; end if;
                    return new;
                end $$""").update();
        jdbc.sql("create trigger refuse_some before insert on account for each row execute function refuse_some()")
                .update();
        try {
            Page told = finished(confirm(checked));

            assertThat(told.body()).contains("No user was created", "went wrong during the import");
        } finally {
            jdbc.sql("drop trigger refuse_some on account").update();
            jdbc.sql("drop function refuse_some").update();
        }
        assertThat(made()).isZero();
        assertThat(jdbc.sql("select count(*) from audit_event where actor_id = :root and kind = 'account_created'")
                        .param("root", root.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void confirmWhenItIsNotOnesOwnOrTooOldThenSaysItIsGone() {
        String checked = checked(1);
        TestBrowser other = browsers.open().signIn(testAccounts.withPassword("other", Role.ADMIN));
        Page stolen = other.post(URL, "checked", checked, "confirmed", "on");
        assertThat(stolen.status()).isEqualTo(422);
        assertThat(stolen.body()).contains("is no longer there");
        assertThat(other.get(URL + "/" + checked).status()).isEqualTo(404);

        clock.pass(Duration.ofMinutes(61));
        browser = browsers.open().signIn(root);
        assertThat(confirm(checked).status()).isEqualTo(422);
        for (String garbage : List.of("", "x", "../x", UUID.randomUUID().toString(), checked.toUpperCase())) {
            assertThat(confirm(garbage).status()).as(garbage).isEqualTo(422);
        }
        assertThat(made()).isZero();
    }

    @Test
    void confirmWhenAnotherFileIsWorkedOnThenSaysSoUntilItsNodeIsSilent() {
        String busy = checked(1);
        jdbc.sql("update user_import set state = 'RUNNING', touched_at = :now")
                .param("now", java.sql.Timestamp.from(clock.instant()))
                .update();
        Page running = browser.get(URL + "/" + busy);
        assertThat(running.header("Refresh")).isEqualTo("3");
        assertThat(running.body()).contains("<progress", "0 of 1 prepared");

        String checked = checked(2);
        assertThat(confirm(checked).body()).contains("Another import is running");
        assertThat(made()).isZero();

        clock.pass(Duration.ofSeconds(61));
        finished(confirm(checked));
        assertThat(made()).isEqualTo(2);
        assertThat(browser.get(URL + "/" + busy).body()).contains("went wrong during the import");
    }

    @Test
    void progressWhenTheProofHasBecomeOldThenIsShownAllTheSame() {
        String checked = checked(1);
        finished(confirm(checked));
        clock.pass(Duration.ofMinutes(16));

        assertThat(browser.get(URL + "/" + checked).body()).contains("One user was created");
        assertThat(browser.get(URL).location()).isEqualTo("/login?proof");
    }

    @Test
    void exportWhenImportedElsewhereThenIsTheSame() {
        String lines = """
                %1$sa,'=HYPERLINK(1),,My Company,USER
                %1$sb,"Baker, ""Bob\""",bob@example.org,My Company,ADMIN
                """.formatted(mine);
        finished(send(lines, "confirmed", "on"));

        Page export = browser.get("/settings/users.csv?q=" + mine);

        assertThat(export.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=UTF-8");
        assertThat(export.header("Content-Disposition")).isEqualTo("attachment; filename=\"users.csv\"");
        assertThat(export.header("Cache-Control")).contains("no-store");
        assertThat(export.body().replace("\r\n", "\n")).isEqualTo("\ufeff" + HEADER + lines);
        assertThat(jdbc.sql("select name from account where login = :login")
                        .param("login", mine + "a")
                        .query(String.class)
                        .single())
                .isEqualTo("=HYPERLINK(1)");
    }

    @Test
    void exportWhenThereAreManyThenHoldsEachOnce() {
        finished(confirm(checked(2_100)));

        List<String> logins = browser.get("/settings/users.csv?q=" + mine)
                .body()
                .lines()
                .skip(1)
                .map(line -> line.split(",")[0])
                .toList();

        assertThat(logins).hasSize(2_100).doesNotHaveDuplicates();
    }
}
