package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.vestibule.account.Role;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.DatabaseWire;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestLocks;
import dev.vestibule.testing.TestSetup;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** The database goes away in the middle of everything, and comes back. */
@VestibuleTest
@ContextConfiguration(initializers = {TestSetup.Deployment.class, CutDatabase.class})
@ExtendWith(OutputCaptureExtension.class)
class OutageHttpTest {
    /** Two seconds, and room for a slow machine. */
    private static final Duration SOON = Duration.ofSeconds(4);

    /** Five seconds, and the same room. */
    private static final Duration IN_A_WHILE = Duration.ofSeconds(8);

    private static final Pattern STYLE = Pattern.compile("href=\"(/assets/css/[^\"]+)\"");

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DatabaseWire wire;

    private HikariDataSource pool;

    @BeforeEach
    void findPool(@Autowired DataSource connections) throws SQLException {
        pool = connections.unwrap(HikariDataSource.class);
    }

    /** Whole again, and some moments later: by then the pool has found its dead connections out. */
    @AfterEach
    void restore() {
        wire.restore();
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Test
    @Tag("attack")
    void passwordWhenTheDatabaseIsGoneThenUnavailableAndRightAfterwards(@WithMfa TestAccount ann, TestBrowser browser) {
        String form = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + browser.token();

        assertUnavailable(browser, () -> browser.postRaw("/login", form));
        assertUnavailable(browser, () -> browser.postRaw("/login", form.replace(ann.password(), "wrong")));

        assertThat(browser.cookies()).doesNotContainKey("SESSION");
        assertThat(browser.postRaw("/login", form).location()).isEqualTo("/login/code");
    }

    @Test
    void programWhenTheDatabaseIsGoneThenIsToldByAProblemAndLetInAfterwards() {
        ApiClient program = new ApiClient(browsers.port()).withPassword("admin", TestAccounts.PASSWORD);
        assertThat(program.get("/me").status()).isEqualTo(200);
        wire.cut();

        ApiClient.Answer refused = program.get("/me");

        assertThat(refused).hasToString("503 unavailable");
        assertThat(refused.header("Retry-After")).isEqualTo("10");
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(new ApiClient(browsers.port())
                        .withKey("vst_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1Yo7hP")
                        .get("/me"))
                .hasToString("503 unavailable");
        restore();
        assertThat(program.get("/me").status()).isEqualTo(200);
    }

    @Test
    @Tag("attack")
    void codeWhenTheDatabaseIsGoneThenNeitherSpentNorAccepted(
            CapturedOutput output, @WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);
        String form = "remember_device=on&confirmation_code=" + ann.code() + "&_csrf=" + browser.token();
        String before = rows();

        assertUnavailable(browser, () -> browser.postRaw("/login/code", form));

        assertThat(rows()).isEqualTo(before);
        Target.assertOutside(browser.copy());
        assertThat(browser.postRaw("/login/code", form).location()).isEqualTo("/");
        assertThat(browser.isSignedIn()).isTrue();
        assertThat(output).contains("The database does not answer").doesNotContain(ann.code());
    }

    /** Whatever a half-done sign-in would leave. */
    private String rows() {
        return jdbc.sql("""
                        select (select count(*) from session) || ' ' || (select count(*) from trusted_device)
                            || ' ' || (select coalesce(sum(last_accepted_step), 0) from authenticator)""").query(String.class).single();
    }

    @Test
    void pageWhenTheDatabaseIsGoneThenUnavailableAndStillSignedInAfterwards() {
        TestBrowser browser = browsers.open().signIn(accounts.withMfa("ann"));
        String token = browser.token();

        assertUnavailable(browser, () -> browser.get("/preferences"));
        assertUnavailable(browser, () -> browser.postRaw("/preferences/profile", "name=Ann&_csrf=" + token));
        assertUnavailable(browser, () -> browser.get("/no-such-page"));

        assertThat(browser.get("/preferences").status()).isEqualTo(200);
    }

    @Test
    void logoutWhenTheDatabaseIsGoneThenUnavailableAndOneIsToldThatItIsNotDone() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        String token = browser.token();

        assertUnavailable(browser, () -> browser.postRaw("/logout", "_csrf=" + token));

        assertThat(browser.isSignedIn()).isTrue();
        assertThat(browser.postRaw("/logout", "_csrf=" + token).location()).isEqualTo("/login?logout");
    }

    @Test
    void linkWhenTheDatabaseIsGoneThenUnavailableAndInNoLog(CapturedOutput output) {
        assertUnavailable(browsers.open(), () -> browsers.open().get("/set-password/the-secret-of-a-link"));

        assertThat(output).doesNotContain("the-secret-of-a-link");
    }

    @Test
    void visitorWhenTheDatabaseIsGoneThenSeesTheLoginAndItsFiles() {
        String style = style(browsers.open().get("/login"));
        wire.cut();

        TestBrowser visitor = browsers.open();
        assertThat(visitor.get("/login").status()).isEqualTo(200);
        assertThat(visitor.get("/preferences").location()).isEqualTo("/login");
        assertThat(visitor.get("/no-such-page").location()).isEqualTo("/login");
        assertThat(visitor.get(style).status()).isEqualTo(200);
        assertThat(visitor.with("Cookie", "SESSION=forged").get(style).status()).isEqualTo(200);
    }

    /** Another transaction, not yet committed, holds the second username. */
    @Test
    @Tag("attack")
    void importWhenTheDatabaseIsGoneInTheMiddleThenCreatesNothingAndTheNextImportDoesNotWait() throws SQLException {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        String checked = imported(browser, "midway1,Ann,,,\nmidway2,Bea,,,\nmidway3,Cleo,,,\n");
        String form = "confirmed=on&checked=" + checked + "&_csrf=" + browser.token();
        CompletableFuture<Page> confirming;
        try (Connection holder = DriverManager.getConnection(wire.url())) {
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute("""
                        insert into account (id, login, login_folded, name, name_folded, company_id, role, time_zone,
                            disabled, mfa_enabled, enrolment_due, credential_version, created_at, version)
                        select gen_random_uuid(), 'midway2', 'midway2', 'Bea', 'bea', id, 'USER', 'UTC', false, false, false, 1, now(), 0
                        from company""");
            }
            confirming = CompletableFuture.supplyAsync(() -> browser.postRaw("/settings/users/import", form));
            new TestLocks(jdbc).awaitSomebodyWhoWaits();
            wire.cut();
        }
        assertThat(confirming.join().status()).isIn(303, 503);
        restore();

        assertThat(imported()).isZero();
        clock.pass(Duration.ofSeconds(61));
        String again = imported(browser, "midway1,Ann,,,\nmidway2,Bea,,,\nmidway3,Cleo,,,\n");
        assertThat(browser.post("/settings/users/import", "confirmed", "on", "checked", again)
                        .status())
                .isEqualTo(303);
        assertThat(imported()).isEqualTo(3);
    }

    private static String imported(TestBrowser browser, String lines) {
        byte[] file = ("login,name,email,company,role\n" + lines).getBytes(StandardCharsets.UTF_8);
        return Html.of(browser.upload("/settings/users/import", file)).value("checked");
    }

    private int imported() {
        return jdbc.sql("select count(*) from account where login like 'midway%'")
                .query(Integer.class)
                .single();
    }

    @Test
    void answerWhenTheDatabaseStandsStillThenComesInAWhile(@WithMfa TestAccount ann, TestBrowser pending) {
        pending.enterPassword(ann);
        TestBrowser signedIn = browsers.open().signIn(accounts.withPassword("bob"));
        String form = "confirmation_code=" + ann.code() + "&_csrf=" + pending.token();
        wire.hang();

        assertUnavailable(within(IN_A_WHILE, () -> signedIn.get("/preferences")));
        assertUnavailable(within(IN_A_WHILE, () -> pending.postRaw("/login/code", form)));

        restore();
        assertThat(signedIn.get("/preferences").status()).isEqualTo(200);
        assertThat(pending.postRaw("/login/code", form).location()).isEqualTo("/");
    }

    @Test
    void outageWhenManyAskThenIsOneLineInTheLogAndItsEndAnother(CapturedOutput output) throws InterruptedException {
        awaitNewConnections();
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        int begin = output.toString().length();
        wire.cut();

        Race.of(33, () -> browser.copy().get("/preferences")).forEach(OutageHttpTest::assertUnavailable);
        assertThat(browser.get("/readyz").body()).isEqualTo("not ready");
        assertThat(browser.get("/livez").body()).isEqualTo("ok");

        wire.restore();
        awaitReady();
        assertThat(browser.get("/preferences").status()).isEqualTo(200);
        List<String> lines = output.toString()
                .substring(begin)
                .lines()
                .filter(line -> line.contains("Z ") && !line.contains("zaxxer.hikari"))
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains(" WARN ", "The database does not answer as it should");
        assertThat(lines.get(1)).contains(" INFO ", "The database answers again");
    }

    /**
     * Replaces all connections by new ones. The pool may open one before an outage of another test and hold it only after
     * that test dropped them all: it is dead, and would be an outage of its own. A full pool is opening none.
     */
    private void awaitNewConnections() {
        awaitReady();
        awaitFullPool();
        pool.getHikariPoolMXBean().softEvictConnections();
        awaitFullPool();
    }

    private void awaitFullPool() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (pool.getHikariPoolMXBean().getIdleConnections() < pool.getMaximumPoolSize()) {
            assertThat(System.nanoTime()).as("the pool is full in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void changeWhenTheDatabaseTakesOnlyReadsThenUnavailableUntilItTakesThemAgain(
            @WithPassword TestAccount ann, TestBrowser browser) throws SQLException {
        String form = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + browser.token();
        setForNewConnections("default_transaction_read_only", "on");

        try {
            assertUnavailable(browser.postRaw("/login", form));
            assertThat(browser.get("/readyz").status()).isEqualTo(503);
            assertThat(new ApiClient(browsers.port())
                            .withPassword("admin", TestAccounts.PASSWORD)
                            .get("/me"))
                    .hasToString("503 unavailable");
        } finally {
            set("default_transaction_read_only", "off");
        }

        awaitReady();
        assertThat(browser.postRaw("/login", form).location()).isEqualTo("/");
    }

    /** A row that somebody else holds for longer than the database lets anybody wait. */
    @ParameterizedTest
    @ValueSource(strings = {"lock_timeout", "statement_timeout"})
    void changeWhenTheDatabaseGivesUpWaitingThenUnavailableAndDoneAfterwards(
            String timeout, @WithPassword TestAccount ann) throws SQLException {
        TestBrowser browser = browsers.open().signIn(ann);
        String form = "name=Ann+B.&time_zone=UTC&_csrf=" + browser.token();
        setForNewConnections(timeout, "'300ms'");

        try (Connection holder = DriverManager.getConnection(wire.url())) {
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute("select from account where id = '" + ann.id() + "' for update");
            }
            assertUnavailable(browser.postRaw("/preferences/profile", form));
            holder.rollback();
        } finally {
            set(timeout, "default");
        }

        awaitReady();
        assertThat(browser.postRaw("/preferences/profile", form).status()).isEqualTo(303);
    }

    /** From here on there are connections with the value only: a full pool is opening none that would miss it. */
    private void setForNewConnections(String parameter, String value) throws SQLException {
        awaitReady();
        awaitFullPool();
        set(parameter, value);
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    private void set(String parameter, String value) throws SQLException {
        try (Connection connection = DriverManager.getConnection(wire.url());
                Statement statement = connection.createStatement()) {
            String database = connection.getCatalog();
            statement.execute("set default_transaction_read_only = off");
            statement.execute("alter database " + database + " set " + parameter + " to " + value);
        }
    }

    private void awaitReady() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (browsers.open().get("/readyz").status() != 200) {
            assertThat(System.nanoTime()).as("it is well again in time").isLessThan(end);
        }
    }

    private void assertUnavailable(TestBrowser browser, Supplier<Page> request) {
        Map<String, String> cookies = new TreeMap<>(browser.cookies());
        wire.cut();
        try {
            Page page = within(SOON, request);
            assertUnavailable(page);
            // Hashed links, as on every page: an outage must not leave a style sheet in caches for a year.
            assertThat(style(page)).containsPattern("-[0-9a-f]{32}\\.css");
            assertThat(browser.cookies()).isEqualTo(cookies);
        } finally {
            restore();
        }
    }

    private static void assertUnavailable(Page page) {
        assertThat(page.status()).as(page.body()).isEqualTo(503);
        assertThat(page.header("Retry-After")).isEqualTo("10");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.setCookies()).isEmpty();
        assertThat(page.body())
                .contains("Vestibule is not available at the moment", "<main", ">in 10 seconds</time> (")
                .doesNotContain("Exception", "SQL");
        SecurityHeaders.assertOn(page);
    }

    private static Page within(Duration limit, Supplier<Page> request) {
        long start = System.nanoTime();
        Page page = request.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
        return page;
    }

    private static String style(Page page) {
        var link = STYLE.matcher(page.body());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }
}
