package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several sign-ins at the same time with one token of a trusted device, on two nodes. */
@VestibuleTest
class TokenRaceHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    SecondNode second;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    private TestAccount ann;
    private TestBrowser browser;

    @BeforeEach
    void trust() {
        ann = accounts.withMfa("ann");
        browser = browsers.open();
        TrustedDeviceHttpTest.trust(browser, ann);
        browser.post("/logout");
        clock.passWindow();
    }

    private List<TestBrowser> tabs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> browser.copy().at(i % 2 == 0 ? browsers.port() : second.port()))
                .toList();
    }

    /** Signs in, and opens the next page when it may, as a tab does. */
    private Callable<String> signIn(TestBrowser tab) {
        String form = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + tab.token();
        return () -> {
            Page answer = tab.postRaw("/login", form);
            if ("/".equals(answer.location())) {
                tab.get("/");
            }
            return String.valueOf(answer.location());
        };
    }

    @RepeatedTest(5)
    void tabsWhenTwoSignInAtOnceThenBothSkipTheCodeAndEitherTokenIsGood() throws Exception {
        List<TestBrowser> tabs = tabs(2);

        assertThat(Race.between(tabs.stream().map(this::signIn).toList())).containsExactly("/", "/");

        clock.pass(Duration.ofSeconds(1));
        assertThat(tabs).allMatch(tab -> tab.get("/").status() == 200);
        TestBrowser kept = tabs.get(1);
        kept.post("/logout");
        assertThat(kept.enterPassword(ann).location()).isEqualTo("/");
        assertThat(rows("trusted_device where account_id = :id")).isOne();
    }

    @RepeatedTest(5)
    void copiesWhenManySignInAtOnceThenTwoAtMostSkipTheCodeAndTheDeviceEnds() throws Exception {
        List<TestBrowser> tabs = tabs(5);

        List<String> answers = Race.between(tabs.stream().map(this::signIn).toList());

        assertThat(answers).filteredOn("/"::equals).hasSizeLessThanOrEqualTo(2);
        assertThat(answers).filteredOn("/login/code"::equals).hasSizeGreaterThanOrEqualTo(3);
        assertThat(rows("trusted_device where account_id = :id")).isZero();
        assertThat(tabs).allMatch(tab -> "/login/code".equals(tab.get("/").location()));
    }

    private int rows(String what) {
        return jdbc.sql("select count(*) from " + what)
                .param("id", ann.id())
                .query(Integer.class)
                .single();
    }
}
