package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.vestibule.account.Role;
import dev.vestibule.testing.DatabaseWire;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestLocks;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestSetup.People;
import dev.vestibule.testing.TestSetup.TestPerson;
import dev.vestibule.testing.VestibuleTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The database goes away in the middle of a step. */
@Tag("attack")
@DirtiesContext // Nobody else can use an application whose database is gone.
@VestibuleTest
class FaultAttackTest {
    private static final DatabaseWire WIRE = DatabaseWire.toNewDatabase();

    @Autowired
    Browsers browsers;

    @Autowired
    People people;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    HikariDataSource pool;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", WIRE::url);
    }

    @AfterEach
    void restore() {
        WIRE.restore();
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @AfterAll
    static void close() throws IOException {
        WIRE.close();
    }

    @Test
    void codeWhenTheDatabaseIsGoneThenNobodyGetsInAndNothingIsGivenOut() {
        TestPerson ann = Target.victim(people);
        TestBrowser browser = Target.pending(browsers, ann);
        String form = "remember_device=on&confirmation_code=" + ann.code() + "&_csrf=" + browser.token();
        WIRE.cut();

        Page answer = browser.postRaw("/login/code", form);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isNotEmpty();
        assertThat(answer.setCookies()).isEmpty();
        restore();
        Target.assertOutside(browser.copy());
        assertThat(browser.postRaw("/login/code", form).location()).isEqualTo("/");
    }

    @Test
    void passwordWhenTheDatabaseIsGoneThenIsNeitherRightNorWrong() {
        TestPerson ann = Target.victim(people);
        TestBrowser browser = browsers.open();
        String right = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + browser.token();
        String wrong = "username=" + ann.login() + "&password=wrong&_csrf=" + browser.token();
        WIRE.cut();

        assertThat(browser.postRaw("/login", right).status()).isEqualTo(503);
        assertThat(browser.postRaw("/login", wrong).status()).isEqualTo(503);
        assertThat(browser.cookies()).doesNotContainKey("SESSION");
    }

    /** It is held at its second account by somebody who has taken that login and not yet committed. */
    @Test
    void importWhenTheDatabaseIsGoneInTheMiddleThenMakesNothingAndTheNextOneIsNotHeldUp() throws SQLException {
        TestBrowser browser = browsers.open().signIn(people.withPassword("root", Role.ADMIN));
        String roster = imported(browser, "midway1,Ann,,,\nmidway2,Bea,,,\nmidway3,Cleo,,,\n");
        String form = "confirmed=on&roster=" + roster + "&_csrf=" + browser.token();
        CompletableFuture<Page> confirming;
        try (Connection holder = DriverManager.getConnection(WIRE.url())) {
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
            WIRE.cut();
        }
        assertThat(confirming.join().status()).isIn(303, 503);
        restore();

        assertThat(imported()).isZero();
        clock.pass(Duration.ofSeconds(61));
        String again = imported(browser, "midway1,Ann,,,\nmidway2,Bea,,,\nmidway3,Cleo,,,\n");
        assertThat(browser.post("/settings/users/import", "confirmed", "on", "roster", again)
                        .status())
                .isEqualTo(303);
        assertThat(imported()).isEqualTo(3);
    }

    private static String imported(TestBrowser browser, String lines) {
        byte[] file = ("login,name,email,company,role\n" + lines).getBytes(StandardCharsets.UTF_8);
        return Html.of(browser.upload("/settings/users/import", file)).value("roster");
    }

    private int imported() {
        return jdbc.sql("select count(*) from account where login like 'midway%'")
                .query(Integer.class)
                .single();
    }
}
