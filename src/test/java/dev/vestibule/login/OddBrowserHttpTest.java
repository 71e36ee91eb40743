package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers that send what none should: they sign in like any other, or not at all. */
@VestibuleTest
record OddBrowserHttpTest(Browsers browsers) {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "<script>alert(1)</script>",
                "'; drop table account; --",
                "Mozilla/5.0 (\u00e9\u00fc) \u00ff",
                "{\"json\": \"}",
                "LONG/1 CFNetwork/1.0 Darwin/22.0.0",
                "LONG"
            })
    void loginWhateverTheBrowserIsCalledThenIsRemembered(String agent, @WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().with("User-Agent", agent.replace("LONG", "L".repeat(200)));
        browser.enterPassword(ann);

        assertThat(browser.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on")
                        .location())
                .isEqualTo("/");
        assertThat(browser.get("/preferences").status()).isEqualTo(200);
        assertThat(browser.get("/preferences").body()).doesNotContain("<script>alert");
        browser.post("/logout");
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void sessionWhenItsCookieComesTwiceThenTheOneThatIsOursCounts(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        String ours = browser.cookies().get("SESSION");

        browser.cookies().put("SESSION", "junk; SESSION=" + ours);
        assertThat(browser.isSignedIn()).isTrue();
        browser.cookies().put("SESSION", ours + "; SESSION=junk");
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void deviceWhenItsCookieComesInBothKindsThenTheHonouredOneCounts(@WithMfa TestAccount ann) {
        TestBrowser browser = TrustedDeviceHttpTest.trusted(browsers.open(), ann);

        browser.cookies().put("trusted_device_" + ann.id(), "junk");

        assertThat(browser.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "junk", "%00", "\"", "000<>"})
    void loginWhenTheTokensCookieIsJunkThenForbiddenAndAFreshOneHelps(
            String junk, @WithPassword TestAccount ann, TestBrowser browser) {
        browser.cookies().put("csrf", junk);

        assertThat(browser.postRaw("/login", "username=x&password=y&_csrf=" + "A".repeat(40))
                        .status())
                .isEqualTo(403);
        assertThat(browser.get("/login").status()).isEqualTo(200);
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
    }
}
