package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Factor;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A browser that is remembered skips the code: this browser, for this account. */
@VestibuleTest
record TrustedDeviceHttpTest(
        Browsers browsers, SecondNode second, TestAccounts testAccounts, AccountRepository accounts, TestClock clock) {
    @Test
    void tickWhenTheCodeIsAcceptedThenSetsACookieOfThisAccount(@WithMfa TestAccount ann) {
        Page answer = trust(browsers.open(), ann);

        assertThat(answer.setCookies())
                .filteredOn(cookie -> cookie.contains("trusted_device"))
                .singleElement()
                .asString()
                .matches("__Host-trusted_device_" + ann.id() + "=[A-Za-z0-9_-]{43}; .*")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age=" + 30 * 24 * 60 * 60)
                .doesNotContain("Domain");
    }

    @Test
    void tickWhenAbsentOrTheCodeIsRefusedThenNoCookie(@WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);

        browser.post("/login/code", "confirmation_code", "000001", "remember_device", "on");
        assertThat(browser.cookies()).doesNotContainKey(name(ann));
        browser.post("/login/code", "confirmation_code", ann.code(), "remember_device", "no");
        assertThat(browser.cookies()).doesNotContainKey(name(ann));
    }

    @Test
    void loginWhenTheBrowserIsTrustedThenSkipsTheCodeInThisBrowserOnEveryNode(
            @WithMfa TestAccount ann, TestBrowser browser) {
        trust(browser, ann);
        browser.post("/logout");
        assertThat(browser.cookies()).containsKey(name(ann));

        TestBrowser there = browser.at(second.port());
        there.get("/preferences");
        Page answer = there.enterPassword(ann);

        assertThat(answer.location()).isEqualTo("/preferences");
        assertThat(there.isSignedIn()).isTrue();
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login/code");
        var last =
                Objects.requireNonNull(accounts.findById(ann.id()).orElseThrow().lastSignIn());
        assertThat(last.with()).isEqualTo(Factor.TRUSTED_DEVICE);
        assertThat(last.at()).isEqualTo(clock.instant());
    }

    @Test
    void loginWhenThePasswordIsWrongThenTheDeviceDoesNotHelp(@WithMfa TestAccount ann, TestBrowser browser) {
        trust(browser, ann);
        browser.post("/logout");

        assertThat(browser.post("/login", "username", ann.login(), "password", "wrong")
                        .location())
                .isEqualTo("/login?error");
        assertThat(browser.get("/").location()).isEqualTo("/login");
    }

    @Test
    void sessionWhenItRestsOnTheDeviceThenTheSessionCookieAloneIsNotEnough(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(browsers.open(), ann);
        TestBrowser thief = browser.copy();
        thief.cookies().remove(name(ann));

        assertThat(thief.get("/").location()).isEqualTo("/login/code");
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void cookieWhenTamperedOrOfAnotherAccountThenTheCodeIsAsked(@WithMfa TestAccount ann, @WithMfa TestAccount bea) {
        String token = trusted(browsers.open(), ann).cookies().get(name(ann));
        String foreign = trusted(browsers.open(), bea).cookies().get(name(bea));

        assertThat(stepWith(ann, name(ann), token)).isEqualTo("/");
        assertThat(stepWith(ann, name(ann), foreign)).isEqualTo("/login/code");
        assertThat(stepWith(bea, name(ann), token)).isEqualTo("/login/code");
        assertThat(stepWith(bea, name(bea), token)).isEqualTo("/login/code");
        assertThat(stepWith(ann, "trusted_device_" + ann.id(), token)).isEqualTo("/login/code");
        assertThat(stepWith(ann, "__Secure-trusted_device_" + ann.id(), token)).isEqualTo("/login/code");
        assertThat(stepWith(ann, name(ann), token.substring(1))).isEqualTo("/login/code");
        assertThat(stepWith(ann, name(ann), token + "A")).isEqualTo("/login/code");
        assertThat(stepWith(ann, name(ann), "")).isEqualTo("/login/code");
        assertThat(stepWith(ann, name(ann), "x".repeat(4000))).isEqualTo("/login/code");
        assertThat(stepWith(ann, name(ann), "'or'1'='1")).isEqualTo("/login/code");
    }

    private String stepWith(TestAccount account, String cookie, String token) {
        TestBrowser browser = browsers.open();
        browser.cookies().put(cookie, token);
        return browser.enterPassword(account).location();
    }

    @Test
    void tickWhenFiveOtherAccountsAreRememberedThenASentenceTakesItsPlace(TestBrowser browser) {
        TestAccount first = testAccounts.withMfa("ann");
        trust(browser, first);
        for (int i = 0; i < 4; i++) {
            browser.post("/logout");
            trust(browser, testAccounts.withMfa("ann"));
        }
        browser.post("/logout");
        assertThat(browser.cookies().keySet())
                .filteredOn(name -> name.contains("trusted_device"))
                .hasSize(5);

        TestAccount sixth = testAccounts.withMfa("bea");
        browser.enterPassword(sixth);
        assertThat(browser.get("/login/code").body()).doesNotContain("remember_device");
        Page answer = browser.post("/login/code", "confirmation_code", sixth.code(), "remember_device", "on");
        assertThat(answer.location()).isEqualTo("/");
        assertThat(answer.setCookies()).noneMatch(cookie -> cookie.contains("trusted_device"));

        browser.post("/logout");
        assertThat(browser.enterPassword(first).location()).isEqualTo("/");
    }

    @Test
    void cookieWhenItComesAfterThePasswordThenTheCodeIsStillAsked(@WithMfa TestAccount ann, TestBrowser browser) {
        trust(browser, ann);
        TestBrowser thief = browsers.open();
        thief.enterPassword(ann);
        thief.cookies().put(name(ann), browser.cookies().get(name(ann)));
        clock.passWindow();

        assertThat(thief.get("/").location()).isEqualTo("/login/code");
        assertThat(thief.at(second.port()).get("/login").status()).isEqualTo(200);
        assertThat(thief.enterCode(ann.code()).location()).isEqualTo("/");
        browser.post("/logout");
        assertThat(browser.enterPassword(ann).location()).as("the device stays").isEqualTo("/");
    }

    /** Signed in by password and device. */
    static TestBrowser trusted(TestBrowser browser, TestAccount account) {
        trust(browser, account);
        browser.post("/logout");
        assertThat(browser.enterPassword(account).location()).isEqualTo("/");
        return browser;
    }

    static Page trust(TestBrowser browser, TestAccount account) {
        browser.enterPassword(account);
        Page answer = browser.post("/login/code", "confirmation_code", account.code(), "remember_device", "on");
        assertThat(answer.location()).isEqualTo("/");
        return answer;
    }

    static String name(TestAccount account) {
        return "__Host-trusted_device_" + account.id();
    }
}
