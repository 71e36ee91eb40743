package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestSetup.People;
import dev.vestibule.testing.TestSetup.TestPerson;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The way a login takes, and what each step answers. */
@VestibuleTest
class LoginTest {
    @Autowired
    Browsers browsers;

    @Autowired
    People people;

    @Autowired
    TestClock clock;

    @Test
    void loginWhenAccountHasNoMfaThenPasswordOpensThePageAskedFor() {
        TestPerson alice = people.withPassword("alice");
        TestBrowser browser = browsers.open();

        assertThat(browser.get("/preferences").location()).isEqualTo("/login");
        Page answer = browser.enterPassword(alice);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/preferences");
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void loginWhenAccountHasMfaThenNothingOpensBeforeTheCode() {
        TestPerson bob = people.withMfa("bob");
        TestBrowser browser = browsers.open();
        browser.get("/preferences");

        assertThat(browser.enterPassword(bob).location()).isEqualTo("/login/code");
        assertThat(browser.get("/").location()).isEqualTo("/login/code");
        assertThat(browser.get("/preferences").location()).isEqualTo("/login/code");
        assertThat(browser.get("/no-such-page").location()).isEqualTo("/login/code");
        browser.get("/preferences");
        assertThat(browser.enterCode(bob.code()).location()).isEqualTo("/preferences");
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void codeWhenTheChallengeIsOverThenPasswordIsAskedAgain() {
        TestPerson bob = people.withMfa("bob");
        TestBrowser browser = browsers.open();
        browser.enterPassword(bob);

        clock.pass(Duration.ofMinutes(10));

        assertThat(browser.enterCode(bob.code()).location()).isEqualTo("/login?expired");
        assertThat(browser.isSignedIn()).isFalse();
    }
}
