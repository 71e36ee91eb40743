package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A session that nobody ends is over after a while unused, and after a while in all; on every node. */
@VestibuleTest
record SessionLifetimeHttpTest(
        Browsers browsers,
        SecondNode second,
        TestAccounts accounts,
        Parameters parameters,
        TestClock clock,
        JdbcClient jdbc) {
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration IDLE = Duration.ofMinutes(60);

    @AfterEach
    void restore() {
        parameters.reset(Parameter.IDLE_MINUTES);
        parameters.reset(Parameter.ABSOLUTE_HOURS);
        parameters.reset(Parameter.CHALLENGE_MINUTES);
    }

    @Test
    void sessionWhenUnusedForItsIdleTimeThenIsOverAndTheLoginPageSaysSoOnce() {
        TestBrowser browser = browsers.open().signIn(accounts.withMfa("ann"));
        clock.pass(IDLE.minus(MOMENT));
        assertThat(browser.get("/preferences").status()).isEqualTo(200);

        clock.pass(IDLE.minus(MOMENT));
        assertThat(browser.at(second.port()).get("/preferences").status())
                .as("each use counts")
                .isEqualTo(200);
        clock.pass(IDLE);

        assertThat(browser.at(second.port()).get("/").location()).isEqualTo("/login?ended");
        assertThat(browser.get("/").location()).isEqualTo("/login");
    }

    @Test
    void sessionWhenUsedWithinAMinuteThenThatUseMayNotCount() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        clock.pass(Duration.ofSeconds(59));
        assertThat(browser.get("/").status()).isEqualTo(200);

        clock.pass(IDLE.minusSeconds(59));

        assertThat(browser.get("/").location()).isEqualTo("/login?ended");
    }

    @Test
    void sessionWhenTheLoginPageIsOpenedTooLateThenDoesNotComeBack() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        clock.pass(IDLE);

        assertThat(browser.get("/login").status()).isEqualTo(200);
        assertThat(browser.get("/assets/favicon.svg").status()).isEqualTo(200);
        assertThat(browser.postRaw("/preferences/profile", "x=y").status()).isEqualTo(403);

        assertThat(browser.get("/").location()).isEqualTo("/login?ended");
    }

    @Test
    void sessionWhenInUseAllTheTimeThenIsOverAfterItsHours() {
        TestBrowser browser = browsers.open().signIn(accounts.withMfa("ann"));
        for (int i = 0; i < 28; i++) {
            clock.pass(Duration.ofMinutes(50));
            assertThat(browser.get("/").status()).isEqualTo(200);
        }
        clock.pass(Duration.ofMinutes(40).minus(MOMENT));
        assertThat(browser.get("/").status()).isEqualTo(200);

        clock.pass(MOMENT);

        assertThat(browser.get("/").location()).isEqualTo("/login?ended");
    }

    @Test
    void hoursWhenASessionTakesStepsThenStillCountFromItsPassword() {
        parameters.set(Parameter.ABSOLUTE_HOURS, 1);
        TestAccount ann = accounts.withMfa("ann");
        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        clock.pass(Duration.ofMinutes(9));
        browser.enterCode(ann.code());
        clock.pass(Duration.ofMinutes(40));
        String renewed = "another-plum-tractor-95";
        assertThat(browser.post(
                                "/preferences/password",
                                "current_password",
                                ann.password(),
                                "new_password",
                                renewed,
                                "new_password_confirmation",
                                renewed)
                        .status())
                .isEqualTo(303);
        clock.pass(Duration.ofMinutes(11).minus(MOMENT));
        assertThat(browser.get("/").status()).isEqualTo(200);

        clock.pass(MOMENT);

        assertThat(browser.get("/").location()).isEqualTo("/login?ended");
    }

    @Test
    void pendingSessionWhenUnusedThenIsOverAndItsCodeIsNotSpent() {
        parameters.set(Parameter.CHALLENGE_MINUTES, 60);
        parameters.set(Parameter.IDLE_MINUTES, 5);
        TestAccount ann = accounts.withMfa("ann");
        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        TestBrowser tab = browser.copy();
        clock.pass(Duration.ofMinutes(5));
        String code = ann.code();

        assertThat(tab.enterCode(code).location()).isEqualTo("/login?ended");
        assertThat(browser.get("/login/code").location()).isEqualTo("/login?ended");

        browser.enterPassword(ann);
        assertThat(browser.enterCode(code).location()).isEqualTo("/");
    }

    @Test
    void sessionWhenItIsOverThenThePageAskedForIsKept(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        clock.pass(IDLE);

        assertThat(browser.get("/preferences?done=profile").location()).isEqualTo("/login?ended");
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/preferences?done=profile");
    }

    @Test
    void idleTimeWhenShortenedThenBitesAtOnceAndNothingComesBackWithALongerOne() {
        TestBrowser used = browsers.open().signIn(accounts.withPassword("ann"));
        TestBrowser unused = browsers.open().signIn(accounts.withPassword("ann"));
        TestBrowser other = browsers.open().signIn(accounts.withPassword("ann"));
        clock.pass(Duration.ofMinutes(4));
        used.get("/");
        clock.pass(Duration.ofMinutes(1));

        parameters.set(Parameter.IDLE_MINUTES, 5);

        assertThat(unused.at(second.port()).get("/").location()).isEqualTo("/login?ended");
        assertThat(used.at(second.port()).get("/").status()).isEqualTo(200);
        parameters.set(Parameter.IDLE_MINUTES, 1440);
        assertThat(other.get("/").location()).isEqualTo("/login?ended");
    }

    @Test
    void hoursWhenShortenedThenBiteAtOnceAndNothingComesBackWithMore() {
        TestBrowser older = browsers.open().signIn(accounts.withPassword("ann"));
        TestBrowser other = browsers.open().signIn(accounts.withPassword("ann"));
        clock.pass(Duration.ofMinutes(30));
        older.get("/");
        other.get("/");
        TestBrowser younger = browsers.open().signIn(accounts.withPassword("ann"));
        clock.pass(Duration.ofMinutes(30));

        parameters.set(Parameter.ABSOLUTE_HOURS, 1);

        assertThat(older.get("/").location()).isEqualTo("/login?ended");
        assertThat(younger.get("/").status()).isEqualTo(200);
        parameters.set(Parameter.ABSOLUTE_HOURS, 720);
        assertThat(other.get("/").location()).isEqualTo("/login?ended");
    }

    @Test
    void sessionWhenItsTimesAreRaisedThenLastsAsLong() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        parameters.set(Parameter.IDLE_MINUTES, 1440);
        parameters.set(Parameter.ABSOLUTE_HOURS, 720);

        for (int day = 1; day < 30; day++) {
            clock.pass(Duration.ofDays(1).minus(MOMENT));
            assertThat(browser.get("/").status()).isEqualTo(200);
        }
        clock.pass(Duration.ofDays(1));
        assertThat(browser.get("/").location()).isEqualTo("/login?ended");
    }
}
