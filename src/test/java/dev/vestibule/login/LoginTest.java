package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The way a login takes, and what each step answers. */
@VestibuleTest
record LoginTest(TestClock clock) {
    @Test
    void loginWhenAccountHasNoMfaThenPasswordOpensThePageAskedFor(
            @WithPassword TestAccount alice, TestBrowser browser) {
        assertThat(browser.get("/preferences").location()).isEqualTo("/login");
        Page answer = browser.enterPassword(alice);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/preferences");
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void loginWhenAccountHasMfaThenNothingOpensBeforeTheCode(@WithMfa TestAccount bob, TestBrowser browser) {
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
    void codeWhenTheChallengeIsOverThenPasswordIsAskedAgain(@WithMfa TestAccount bob, TestBrowser browser) {
        browser.enterPassword(bob);

        clock.pass(Duration.ofMinutes(10));

        assertThat(browser.enterCode(bob.code()).location()).isEqualTo("/login?expired");
        assertThat(browser.isSignedIn()).isFalse();
    }
}
