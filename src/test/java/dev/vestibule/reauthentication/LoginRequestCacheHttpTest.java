package dev.vestibule.reauthentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page asked for before the login: kept, and never anything but a page of ours. */
@VestibuleTest
record LoginRequestCacheHttpTest(Browsers browsers, TestAccounts accounts) {
    private static final String COOKIE = "REDIRECT_URI";

    @Test
    void pageAskedForWhenBothStepsAreDoneThenReachedWithItsQueryAndForgotten(
            @WithMfa TestAccount ann, TestBrowser browser) {
        Page asked = browser.get("/preferences?done=profile&x=a%26b%2F%C3%A9");
        assertThat(asked.setCookies())
                .singleElement()
                .asString()
                .startsWith(COOKIE + "=")
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code");
        assertThat(browser.enterCode("000000").location()).isEqualTo("/login/code?error=wrong");
        Page answer = browser.enterCode(ann.code());

        assertThat(answer.location()).isEqualTo("/preferences?done=profile&x=a%26b%2F%C3%A9");
        browser.follow(answer);
        assertThat(browser.cookies()).doesNotContainKey(COOKIE);
    }

    @Test
    void pageAskedForWhenAStepOrNoPageOrNoGetThenNotKept(@WithPassword TestAccount ann, TestBrowser browser) {
        browser.get("/login/code");
        browser.post("/nowhere");
        browser.get("/logout");
        browser.get("/error");
        browser.send("GET", "/favicon.ico", "", "Accept", "image/avif,image/webp,*/*;q=0.8");
        browser.send("GET", "/preferences", "", "Accept", "*/*");
        browser.send("GET", "/preferences", "", "Accept", "application/json");
        browser.send("HEAD", "/preferences", "");

        assertThat(browser.cookies()).doesNotContainKey(COOKIE);
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void pageAskedForWhenAskedForTwiceThenStillKept(@WithPassword TestAccount ann, TestBrowser browser) {
        browser.get("/preferences?x=1");
        browser.get("/preferences?x=1");
        browser.get("/preferences?x=1");

        assertThat(browser.enterPassword(ann).location()).isEqualTo("/preferences?x=1");
    }

    @Test
    void pageAskedForWhenItsAddressIsOverlongThenNotKept(TestBrowser browser) {
        Page answer = browser.get("/preferences?x=" + "y".repeat(7000));

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.location()).isEqualTo("/login");
        assertThat(browser.cookies()).doesNotContainKey(COOKIE);
        assertThat(browser.get("/preferences?x=" + "y".repeat(1500)).setCookies())
                .singleElement()
                .asString()
                .hasSizeBetween(1500, 4096);
    }

    @Test
    void pageAskedForWhenSignedOutThenForgotten(TestBrowser browser) {
        browser.get("/preferences");
        assertThat(browser.cookies()).containsKey(COOKIE);

        browser.post("/logout");

        assertThat(browser.cookies()).doesNotContainKey(COOKIE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "//evil.example/x",
                "////evil.example/x",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example/x?y=z",
                "https:evil.example",
                "https://evil.example:99999/",
                "https://evil.example:port/",
                "http://[::1/",
                "javascript:alert(1)",
                "data:text/html,x",
                "/x\r\nSet-Cookie: a=b",
                "/x\nLocation: https://evil.example",
                "/x\0y",
                "/x\ty",
                "/%zz",
                "/a b",
                "/ümlaut",
                "preferences",
                "?x",
                "#x",
                "/login",
                "/login?error",
                "https://evil.example/login",
                "/login/code",
                "/logout",
                ""
            })
    void pageAskedForWhenForgedThenNoFaultNoLoopAndAPageOfOurs(String forged) {
        assertHarmless(Base64.getEncoder().encodeToString(forged.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "AAAA", "/w==", "=", "L3ByZWZlcmVuY2Vz%", "aHR0cDovLw"})
    void pageAskedForWhenJunkThenNoFault(String junk) {
        assertHarmless(junk);
    }

    private void assertHarmless(String cookie) {
        TestBrowser browser = browsers.open();
        browser.cookies().put(COOKIE, cookie);
        assertThat(browser.get("/login").status()).isEqualTo(200);

        assertEndsOnOurs(browser, browser.enterPassword(accounts.withPassword("ann")));
        browser.cookies().put(COOKIE, cookie);
        assertEndsOnOurs(browser, browser.get("/login"));
        browser.cookies().put(COOKIE, cookie);
        assertEndsOnOurs(browser, browser.get("/login/code"));
        browser.cookies().put(COOKIE, cookie);
        assertThat(browser.get("/no-such-page").status()).isEqualTo(404);
    }

    /** Redirects to paths of ours, not round and round, to a page without a fault. */
    private static void assertEndsOnOurs(TestBrowser browser, Page answer) {
        Page page = answer;
        for (int hop = 0; page.location() != null; hop++) {
            assertThat(hop).as(page.toString()).isLessThan(4);
            assertThat(page.location()).matches("/([\\x21-\\x7e&&[^/\\\\]][\\x21-\\x7e&&[^\\\\]]*)?");
            page = browser.follow(page);
        }
        assertThat(page.status()).isLessThan(500);
    }
}
