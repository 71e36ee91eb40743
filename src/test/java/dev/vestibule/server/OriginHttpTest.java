package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a form was sent from, by the browser's word. */
@VestibuleTest
record OriginHttpTest(Browsers browsers, TestAccounts accounts) {
    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "junk", ""})
    void formWhenTheBrowserSaysFromElsewhereThenRefusedInspiteOfItsToken(String site) {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        String form = "_csrf=" + browser.token();

        Page refused = browser.copy().with("Sec-Fetch-Site", site).postRaw("/logout", form);

        assertRefused(refused);
        assertThat(browser.isSignedIn()).isTrue();
        assertThat(browser.with("Sec-Fetch-Site", "same-origin")
                        .postRaw("/logout", form)
                        .status())
                .isEqualTo(303);
    }

    @Test
    void formWhenTheBrowserSaysByTheUserItselfThenAccepted() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));

        assertThat(browser.with("Sec-Fetch-Site", "none").post("/logout").location())
                .isEqualTo("/login?logout");
    }

    @Test
    void formWhenItsOriginIsGivenThenMustBeThisOne(@WithPassword TestAccount ann) {
        String here = "http://localhost:" + browsers.port();
        for (String origin : List.of(
                "null",
                "https://localhost:" + browsers.port(),
                "http://localhost",
                "http://localhost:1",
                "http://evil",
                "")) {
            TestBrowser browser = browsers.open();
            browser.token();
            assertRefused(browser.with("Origin", origin).enterPassword(ann));
        }

        TestBrowser browser = browsers.open().with("Origin", here).with("Sec-Fetch-Site", "same-origin");
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void formWhenOneOfTwoHeadersIsAnothersThenRefused() {
        String here = "http://localhost:" + browsers.port();
        TestBrowser browser = browsers.open();
        browser.token();

        assertRefused(browser.copy()
                .with("Origin", here)
                .with("Sec-Fetch-Site", "cross-site")
                .postRaw("/login", "x=y"));
        assertRefused(browser.copy()
                .with("Origin", "null")
                .with("Sec-Fetch-Site", "same-origin")
                .postRaw("/login", "x=y"));
        String twice = Wire.send(
                browsers.port(), Wire.line("POST /login", "Origin: http://localhost", "Origin: https://evil.example"));
        assertThat(twice).contains("Another site sent this form");
    }

    @Test
    void originWhenTheHostNamesTheSchemesOwnPortThenTheSame() {
        String answer = Wire.send(
                browsers.port(),
                Wire.line("POST /login", "Origin: http://localhost").replace("Host: localhost", "Host: LOCALHOST:80"));

        // The token is missing; that is no refusal by origin.
        assertThat(answer).contains("Location: /login?error=stale");
    }

    @Test
    void pageWhenALinkElsewhereLeadsHereThenShown() {
        TestBrowser browser =
                browsers.open().with("Sec-Fetch-Site", "cross-site").with("Origin", "https://evil.example");

        assertThat(browser.get("/login").status()).isEqualTo(200);
        assertThat(browser.send("HEAD", "/login", "").status()).isEqualTo(200);
    }

    private static void assertRefused(Page page) {
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("<main", "Another site sent this form");
        SecurityHeaders.assertOn(page);
    }
}
