package dev.vestibule.reauthentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Passwords;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Proving again who one is: the two steps of the login, taken by who is signed in. */
@VestibuleTest
record RequiredReauthenticationHttpTest(
        Browsers browsers, Passwords passwords, SetPasswordLinks links, TestClock clock) {
    private static final String DISABLE = "/preferences/mfa/disable";

    /** Signed in so long ago that nothing of it is fresh. */
    private TestBrowser longAgo(TestAccount account) {
        TestBrowser browser = browsers.open().signIn(account);
        clock.pass(Duration.ofMinutes(15));
        return browser;
    }

    @Test
    void proofWhenBothAreOldThenLeadsThroughBothStepsBackToThePage(@WithMfa TestAccount ann) {
        TestBrowser browser = longAgo(ann);
        String id = browser.cookies().get("SESSION");

        Page page = browser.follow(browser.get(DISABLE));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Confirm it’s you", "Signed in as " + ann.login(), "href=\"/preferences\"");
        assertThat(Html.of(page).hasField("username")).isFalse();
        assertThat(Html.of(page).hasForm("/logout")).isTrue();
        Page password = browser.post("/login", "_csrf", Html.of(page).value("_csrf"), "password", ann.password());

        assertThat(password.status()).isEqualTo(303);
        assertThat(password.location()).isEqualTo("/login/code?proof");
        assertThat(browser.cookies().get("SESSION")).isNotEqualTo(id);
        Page code = browser.follow(password);
        assertThat(code.body()).contains("Confirm it’s you", "Signed in as " + ann.login(), "href=\"/preferences\"");
        assertThat(Html.of(code).hasField("remember_device")).isFalse();
        assertThat(Html.of(code).hasForm("/logout")).isTrue();
        Page done = browser.post(
                "/login/code",
                "_csrf",
                Html.of(code).value("_csrf"),
                "confirmation_code",
                ann.code(),
                "remember_device",
                "on");

        assertThat(done.setCookies()).noneMatch(cookie -> cookie.contains("trusted_device"));
        assertThat(done.status()).isEqualTo(303);
        assertThat(done.location()).isEqualTo(DISABLE);
        assertThat(browser.post(DISABLE).location()).isEqualTo("/preferences?done=mfa-disabled");
    }

    @Test
    void proofWhenRefusedThenOneStaysSignedInAndSaysSo(@WithMfa TestAccount ann) {
        TestBrowser browser = longAgo(ann);
        browser.get(DISABLE);

        Page wrong = browser.post("/login", "password", "not this one");
        assertThat(wrong.location()).isEqualTo("/login?proof&error");
        assertThat(Html.of(browser.follow(wrong)).title()).startsWith("Error: Confirm it’s you");
        assertThat(browser.get("/preferences").status()).isEqualTo(200);

        browser.post("/login", "password", ann.password());
        for (String[] refused : new String[][] {{"12", "format"}, {ann.code(50), "wrong"}}) {
            Page answer = browser.post("/login/code", "confirmation_code", refused[0], "remember_device", "on");
            assertThat(answer.location()).isEqualTo("/login/code?proof&error=" + refused[1]);
            Page page = browser.follow(answer);
            assertThat(Html.of(page).title()).startsWith("Error: ");
            assertThat(Html.of(page).error("confirmation_code")).isPresent();
        }
        assertThat(browser.get("/preferences").status()).isEqualTo(200);
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo(DISABLE);
    }

    @Test
    void passwordWhenItIsAnothersThenIsRefusedWhateverTheFormClaims(
            @WithMfa TestAccount ann, @WithPassword TestAccount bea) {
        TestBrowser browser = longAgo(ann);
        browser.get(DISABLE);

        String beas = "walnut-harbour-giraffe-7";
        passwords.set(links.issue(bea.id()).token().text(), beas);

        assertThat(browser.post("/login", "username", bea.login(), "password", beas)
                        .location())
                .isEqualTo("/login?proof&error");

        // The session's account counts: a right password proves that one, and never signs in the other.
        assertThat(browser.post("/login", "username", bea.login(), "password", ann.password())
                        .location())
                .isEqualTo("/login/code?proof");
        assertThat(browser.get("/").says(ann.login())).isTrue();
    }

    @Test
    void passwordWhenTheFormItselfAsksForItThenAWrongOneStaysAtTheField(@WithPassword TestAccount bob) {
        TestBrowser browser = longAgo(bob);
        String password = "walnut-harbour-giraffe-7";

        Page wrong = browser.post(
                "/preferences/password",
                "current_password",
                "not this one",
                "new_password",
                password,
                "new_password_confirmation",
                password);

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(Html.of(wrong).error("current_password")).isPresent();
        Page right = browser.post(
                "/preferences/password",
                "current_password",
                bob.password(),
                "new_password",
                password,
                "new_password_confirmation",
                password);
        assertThat(right.location()).isEqualTo("/preferences?done=password");
        // It counts for what comes next.
        assertThat(browser.get("/preferences/authenticators/new").status()).isEqualTo(200);
    }

    @Test
    void proofWhenNoneIsOwedThenBothStepsLeadOn(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);

        for (String step : new String[] {"/login", "/login?proof", "/login/code", "/login/code?proof"}) {
            assertThat(browser.get(step).location()).as(step).isEqualTo("/");
        }
        assertThat(browser.enterCode("000000").location()).isEqualTo("/");
        clock.pass(Duration.ofMinutes(15));
        assertThat(browser.get("/login").location()).as("no page asked").isEqualTo("/");
        assertThat(browser.get("/login/code").location()).isEqualTo("/");

        browser.get(DISABLE);
        assertThat(browser.get("/login").location()).isEqualTo("/login?proof");
        assertThat(browser.get("/login/code").location()).isEqualTo("/login?proof");
    }
}
