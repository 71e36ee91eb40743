package dev.vestibule.login.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** "My codes are refused": at the sign-in, and for one app in Preferences. */
@VestibuleTest
record ClockStepHttpTest(Browsers browsers, TestAccounts accounts, AuthenticatorApps authenticators, TestClock clock) {
    private TestBrowser pending(TestAccount account) {
        TestBrowser browser = browsers.open();
        browser.enterPassword(account);
        return browser;
    }

    private static Page ask(TestBrowser browser, String path, String first, String second) {
        return browser.post(path, "first_code", first, "second_code", second);
    }

    private static Page ask(TestBrowser browser, String first, String second) {
        return ask(browser, "/login/clock", first, second);
    }

    @Test
    void clockWhenThePhoneIsAheadThenSaysByHowMuchAndOpensNothing(@WithMfa TestAccount ann) {
        TestBrowser browser = pending(ann);
        assertThat(browser.get("/login/code").says("/login/clock")).isFalse();
        assertThat(browser.follow(browser.enterCode(ann.code(130))).says("href=\"/login/clock\""))
                .isTrue();
        assertThat(browser.get("/login/clock").body())
                .containsPattern(
                        "The server’s time is <time datetime=\"[-0-9T:]+Z\">\\d\\d:\\d\\d:\\d\\d UTC</time>\\.");

        Page answer = ask(browser, ann.code(130), ann.code(131));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("is one hour and 5 minutes ahead.", "to automatic")
                .doesNotContain(ann.code(130), ann.code(131));
        assertThat(browser.isSignedIn()).isFalse();
        assertThat(browser.get("/preferences").location()).isEqualTo("/login/code");
        assertThat(ask(browser, ann.code(-5), ann.code(-4)).says("is 2 minutes behind."))
                .isTrue();
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/preferences");
    }

    @Test
    void clockWhenRefusedThenSaysWhyAtTheField(@WithMfa TestAccount ann) {
        TestBrowser browser = pending(ann);

        Page format = ask(browser, "12", "");
        assertThat(format.status()).isEqualTo(422);
        assertThat(Html.of(format).error("first_code").orElse("")).startsWith("Enter the six digits");
        assertThat(Html.of(format).error("second_code").orElse("")).startsWith("Enter the six digits");
        Page unknown = ask(browser, ann.code(7), ann.code(7));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(Html.of(unknown).title()).startsWith("Error: ");
        assertThat(Html.of(unknown).error("first_code").orElse("")).startsWith("These are not two codes in a row");
        assertThat(unknown.body()).doesNotContain(ann.code(7), "ahead", "behind.");
        ask(browser, ann.code(20), ann.code(21));
        assertThat(Html.of(ask(browser, ann.code(20), ann.code(21)))
                        .error("first_code")
                        .orElse(""))
                .startsWith("One of these codes was used already.");
    }

    @Test
    void wrongTriesWhenOnTheClockPageThenCountWithThoseOfTheCodeStep(@WithMfa TestAccount ann) {
        TestBrowser browser = pending(ann);
        for (int i = 0; i < 2; i++) {
            browser.enterCode("000001");
            ask(browser, "000001", "000002");
            // What is right takes none of them back.
            ask(browser, ann.code(-50), ann.code(-49));
        }

        Page fifth = ask(browser, "000001", "000002");

        assertThat(fifth.status()).isEqualTo(303);
        assertThat(fifth.location()).isEqualTo("/login?codes");
        browser.enterPassword(ann);
        Page waits = ask(browser, ann.code(30), ann.code(31));
        assertThat(waits.status()).isEqualTo(422);
        assertThat(Html.of(waits).error("first_code").orElse(""))
                .matches("Too many wrong codes\\. Try again in 30 seconds \\(\\d\\d:\\d\\d:\\d\\d UTC\\)\\.");
        assertThat(waits.body()).containsPattern("<time datetime=\"[-0-9T:]+Z\" data-wait=\"30\"");
        clock.pass(Duration.ofSeconds(30));
        assertThat(ask(browser, ann.code(30), ann.code(31)).status()).isEqualTo(200);
    }

    @Test
    void clockWhenNoPasswordWasGivenOrTooLongAgoThenIsOutOfReach(@WithMfa TestAccount ann) {
        assertThat(browsers.open().get("/login/clock").location()).isEqualTo("/login");
        assertThat(ask(browsers.open(), ann.code(), ann.code(1)).location()).isEqualTo("/login");
        TestBrowser browser = pending(ann);
        clock.pass(Duration.ofMinutes(10));
        assertThat(ask(browser, ann.code(), ann.code(1)).location()).isEqualTo("/login?expired");
        assertThat(browsers.open().signIn(ann).get("/login/clock").location()).isEqualTo("/preferences");
    }

    @Test
    void testWhenItIsOfOneAppThenAsksThatOneAlone() {
        TestAccount phone = accounts.withMfa("ann");
        TestAccount tablet = accounts.withApp(phone, "Tablet");
        TestAccount eve = accounts.withMfa("eve");
        TestBrowser browser = browsers.open().signIn(phone);
        var apps = authenticators.of(phone.id());
        String url = "/preferences/authenticators/" + apps.get(0).id() + "/test";
        assertThat(browser.get("/preferences").says("href=\"" + url + "\"")).isTrue();
        assertThat(browser.get(url).says("Test Phone")).isTrue();

        assertThat(ask(browser, url, tablet.code(4), tablet.code(5)).status()).isEqualTo(422);
        Page answer = ask(browser, url, phone.code(4), phone.code(5));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.says("is 2 minutes ahead.")).isTrue();
        TestBrowser thief = browsers.open().signIn(eve);
        assertThat(thief.get(url).status()).isEqualTo(404);
        assertThat(ask(thief, url, eve.code(4), eve.code(5)).status()).isEqualTo(404);
    }
}
