package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.authenticator.MfaReset;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A form that was opened before another tab signed in or out. */
@VestibuleTest
record StaleTabHttpTest(Browsers browsers, TestAccounts accounts) {
    private static final String SAYS = "This page had expired. Nothing was changed.";

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/login/code", "/login/recovery", "/logout"})
    void formWhenAnotherTabSignedInThenLeadsToHomeAndChangesNothing(String form, @WithMfa TestAccount ann) {
        TestBrowser browser = fromHere();
        String old = browser.token();
        browser.signIn(ann);
        String session = browser.cookies().get("SESSION");

        assertLeadsTo("/?error=stale", browser, form, old);

        assertThat(browser.cookies()).containsEntry("SESSION", session);
        assertThat(browser.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/login/code", "/login/recovery", "/logout"})
    void formWhenAnotherTabSignedOutThenLeadsToTheLogin(String form) {
        TestBrowser browser = fromHere().signIn(accounts.withPassword("ann"));
        String old = browser.token();
        browser.post("/logout");

        assertLeadsTo("/login?error=stale", browser, form, old);
    }

    @ParameterizedTest
    @CsvSource({
        "/login, /login/code",
        "/login/code, /login/code",
        "/login/recovery, /login/recovery",
        "/logout, /login/code"
    })
    void formWhenAnotherTabEnteredThePasswordThenLeadsToTheCode(String form, String page, @WithMfa TestAccount ann) {
        TestBrowser browser = fromHere();
        String old = browser.token();
        browser.enterPassword(ann);

        assertLeadsTo(page + "?error=stale", browser, form, old);

        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({"/login, /login?proof", "/login/code, /login?proof", "/logout, /login?proof"})
    void formWhenAPageAsksToConfirmThenLeadsThere(String form, String page, @WithPassword(Role.ADMIN) TestAccount ada) {
        TestBrowser browser = fromHere();
        String old = browser.token();
        browser.signIn(ada);
        ada.clock().pass(Duration.ofMinutes(20));
        browser.get("/preferences/mfa/enable");

        assertLeadsTo(page + "&error=stale", browser, form, old);

        Page step = browser.post("/login", "password", ada.password());
        assertThat(step.location()).isEqualTo("/preferences/mfa/enable");
    }

    @Test
    void formWhenTheStepHasTakenTooLongThenLeadsToTheLogin(@WithMfa TestAccount ann) {
        TestBrowser browser = fromHere();
        String old = browser.token();
        browser.enterPassword(ann);
        ann.clock().pass(Duration.ofMinutes(11));

        assertLeadsTo("/login?error=stale", browser, "/login/code", old);
    }

    @Test
    void formWhenAPassIsDueThenLeadsToItsPageAndThenToTheWizard(@Autowired MfaReset resets, @WithMfa TestAccount ann) {
        String pass =
                Objects.requireNonNull(resets.reset(ann.id()).pass()).text().grouped();
        TestBrowser browser = fromHere();
        String old = browser.token();
        browser.enterPassword(ann);

        assertLeadsTo("/login/enrolment-pass?error=stale", browser, "/login", old);

        browser.post("/login/enrolment-pass", "enrolment_pass", pass);
        assertLeadsTo("/preferences/authenticators/new?error=stale", browser, "/login/code", old);
    }

    @ParameterizedTest
    @CsvSource({"Origin, HERE", "Sec-Fetch-Site, same-origin"})
    void formWhenEitherHeaderSaysSameOriginThenLeadsToThePage(String header, String value) {
        TestBrowser browser =
                browsers.open().with(header, value.equals("HERE") ? "http://localhost:" + browsers.port() : value);

        for (String body : new String[] {"x=y", "_csrf=", "_csrf=wrong"}) {
            assertThat(browser.postRaw("/login", body).location()).isEqualTo("/login?error=stale");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/login/code", "/login/recovery", "/logout"})
    void formWhenNeitherHeaderIsSentOrItComesFromElsewhereThenForbidden(String form) {
        assertThat(browsers.open().postRaw(form, "x=y").status()).isEqualTo(403);
        assertThat(browsers.open()
                        .with("Sec-Fetch-Site", "none")
                        .postRaw(form, "x=y")
                        .status())
                .isEqualTo(403);
        assertThat(browsers.open()
                        .with("Sec-Fetch-Site", "cross-site")
                        .postRaw(form, "x=y")
                        .status())
                .isEqualTo(403);
        assertThat(browsers.open()
                        .with("Origin", "https://evil.example")
                        .postRaw(form, "x=y")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/preferences/profile", "/login/clock", "/set-password/x", "/no-such-page"})
    void formWhenItIsAnotherThenForbidden(String form) {
        assertThat(fromHere().postRaw(form, "_csrf=old").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void methodWhenItIsNoFormsThenForbidden(String method) {
        assertThat(fromHere().send(method, "/login", "").status()).isEqualTo(403);
    }

    @Test
    void pageWhenTheBrowserKeepsNoCookiesThenSaysSo() {
        TestBrowser browser = fromHere();
        Page stale = browser.postRaw("/login", "_csrf=old");
        assertThat(browser.follow(stale).body()).doesNotContain("cookie");

        String token = browser.token();
        browser.cookies().clear();
        Page refused = browser.postRaw("/login", "_csrf=" + token);
        browser.cookies().clear();
        Page page = browser.follow(refused);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains(SAYS, "Your browser sent no cookie");
    }

    private TestBrowser fromHere() {
        return browsers.open()
                .with("Origin", "http://localhost:" + browsers.port())
                .with("Sec-Fetch-Site", "same-origin");
    }

    private static void assertLeadsTo(String location, TestBrowser browser, String form, String token) {
        for (String csrf : new String[] {"&_csrf=" + token, ""}) {
            Page answer = browser.postRaw(form, "username=x&password=y" + csrf);
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.location()).isEqualTo(location);
            Page page = browser.follow(answer);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains(SAYS, "<title>Error: ").doesNotContain("id=\"failed\"");
        }
    }
}
