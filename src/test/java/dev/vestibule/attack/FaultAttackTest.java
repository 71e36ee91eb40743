package dev.vestibule.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.vestibule.house.DatabaseWire;
import dev.vestibule.house.TestBrowser;
import dev.vestibule.house.TestBrowser.Page;
import dev.vestibule.house.TestHouse.Browsers;
import dev.vestibule.house.TestHouse.People;
import dev.vestibule.house.TestHouse.TestPerson;
import dev.vestibule.house.VestibuleTest;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Faults: the database goes away at the worst moment. */
@DirtiesContext // Nobody else can use an application whose database is gone.
@VestibuleTest
class FaultAttackTest {
    private static final DatabaseWire WIRE = DatabaseWire.toNewDatabase();

    @Autowired
    Browsers browsers;

    @Autowired
    People people;

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
}
