package dev.vestibule.reauthentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a proof counts is up to the administrator, and whatever he chooses leads round in no circle. */
@VestibuleTest
record RequiredReauthenticationParametersHttpTest(
        Browsers browsers, SecondNode second, TestAccounts accounts, Parameters parameters, TestClock clock) {
    private static final String DISABLE = "/preferences/mfa/disable";

    /** These tests are about proofs; a session must not end while one grows old. */
    @BeforeEach
    void letSessionsLast() {
        parameters.set(Parameter.IDLE_MINUTES, 1_440);
        parameters.set(Parameter.ABSOLUTE_HOURS, 720);
    }

    @AfterEach
    void reset() {
        parameters.reset(Parameter.IDLE_MINUTES);
        parameters.reset(Parameter.ABSOLUTE_HOURS);
        parameters.reset(Parameter.FRESH_MINUTES);
        parameters.reset(Parameter.ELEVATED_MINUTES);
    }

    @Test
    void minutesWhenChangedThenTheNextRequestObeysOnEveryNode(@WithMfa(Role.ADMIN) TestAccount ada) {
        TestBrowser browser = browsers.open().signIn(ada);
        TestBrowser elsewhere = browser.at(second.port());
        clock.pass(Duration.ofMinutes(10));
        assertThat(browser.get(DISABLE).status()).isEqualTo(200);
        assertThat(browser.get("/settings").status()).isEqualTo(200);

        parameters.set(Parameter.FRESH_MINUTES, 10);
        assertThat(browser.get(DISABLE).location()).isEqualTo("/login?proof");
        assertThat(elsewhere.get(DISABLE).location()).isEqualTo("/login?proof");
        parameters.set(Parameter.FRESH_MINUTES, 11);
        assertThat(elsewhere.get(DISABLE).status()).isEqualTo(200);

        parameters.set(Parameter.ELEVATED_MINUTES, 10);
        assertThat(browser.get("/settings").location()).isEqualTo("/login/code?proof");
        assertThat(elsewhere.get("/settings").location()).isEqualTo("/login/code?proof");
        parameters.set(Parameter.ELEVATED_MINUTES, 11);
        assertThat(elsewhere.get("/settings").status()).isEqualTo(200);
    }

    @Test
    void settingsWhenElevatedIsTheShorterThenAChangeThereNeedsBoth(@WithMfa(Role.ADMIN) TestAccount ada) {
        TestBrowser browser = browsers.open().signIn(ada);
        parameters.set(Parameter.ELEVATED_MINUTES, 5);
        clock.pass(Duration.ofMinutes(5));

        assertThat(browser.get("/settings/users/new").location()).isEqualTo("/login/code?proof");
        assertThat(browser.get(DISABLE).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"120, 5", "5, 480", "5, 5", "15, 120"})
    void stepsWhenEitherTimeIsTheShorterThenLeadToThePageAndNotRound(int fresh, int elevated) {
        parameters.set(Parameter.FRESH_MINUTES, fresh);
        parameters.set(Parameter.ELEVATED_MINUTES, elevated);
        TestAccount ada = accounts.withMfa("ada", Role.ADMIN);
        TestAccount root = accounts.withPassword("root", Role.ADMIN);
        for (TestAccount account : List.of(ada, root)) {
            for (String page : List.of("/settings", "/settings/users/new", DISABLE, "/preferences/password")) {
                for (int minutes : new int[] {5, 15, 120}) {
                    TestBrowser browser = browsers.open().signIn(account);
                    clock.passWindow();
                    clock.pass(Duration.ofMinutes(minutes));
                    assertArrives(browser, account, page);
                    clock.passWindow();
                }
            }
        }
    }

    private static void assertArrives(TestBrowser browser, TestAccount account, String page) {
        Page answer = browser.get(page);
        if (answer.status() != 200) {
            answer = browser.prove(account, answer);
            assertThat(answer.location()).isEqualTo(page);
            answer = browser.get(page);
        }
        assertThat(answer.status()).as(page).isEqualTo(200);
    }

    /** A client that names no media type has no page asked for: whatever is missing is asked, and then home. */
    @Test
    void stepsWhenThePageCannotBeKeptThenAskForWhatIsMissingAndLeadHome(@WithMfa(Role.ADMIN) TestAccount ada) {
        TestBrowser browser = browsers.open().with("Accept", "*/*").signIn(ada);
        parameters.set(Parameter.ELEVATED_MINUTES, 5);
        clock.pass(Duration.ofMinutes(5));

        Page asked = browser.get("/settings");
        assertThat(asked.location()).isEqualTo("/login/code?proof");
        assertThat(browser.follow(asked).status()).isEqualTo(200);
        assertThat(browser.enterCode(ada.code()).location()).isEqualTo("/");
        assertThat(browser.get("/settings").status()).isEqualTo(200);
    }

    @Test
    void stepsWhenNoPageIsKeptAndOnlyTheFreshProofIsOldThenAskForThatAndLeadHome(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().with("Accept", "*/*").signIn(ann);
        clock.pass(Duration.ofMinutes(15));

        Page asked = browser.get("/preferences/mfa/disable");
        assertThat(asked.location()).isEqualTo("/login?proof");
        assertThat(browser.follow(asked).status()).isEqualTo(200);
        assertThat(browser.prove(ann, asked).location()).isEqualTo("/");
        assertThat(browser.get("/preferences/mfa/disable").status()).isEqualTo(200);
    }
}
