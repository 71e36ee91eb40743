package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.authenticator.Authenticator;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Removing one's own apps, and nobody else's. */
@VestibuleTest
record OwnAuthenticatorControllerHttpTest(Browsers browsers, TestAccounts accounts, AuthenticatorApps authenticators) {
    private List<String> urls(TestAccount account) {
        return authenticators.of(account.id()).stream()
                .map(Authenticator::id)
                .map(id -> "/preferences/authenticators/" + id + "/delete")
                .toList();
    }

    @Test
    void deleteWhenConfirmedThenItsCodesAreRefusedAndTheOthersStay() {
        TestAccount phone = accounts.withMfa("dan");
        TestAccount tablet = accounts.withApp(phone, "Tablet");
        TestBrowser browser = browsers.open().signIn(tablet);
        String url = urls(phone).get(0);
        Page confirm = browser.get(url);
        assertThat(confirm.body()).contains("Remove Phone", "Codes from this app will no longer be accepted.");
        assertThat(authenticators.count(phone.id())).isEqualTo(2);

        Page answer = browser.post(url);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.follow(answer).says("The app is removed.")).isTrue();
        phone.clock().passWindow();
        TestBrowser next = browsers.open();
        next.enterPassword(phone);
        assertThat(next.enterCode(phone.code()).location()).isEqualTo("/login/code?error=wrong");
        assertThat(next.enterCode(tablet.code()).location()).isEqualTo("/");
        assertThat(browser.post(url).status()).as("twice").isEqualTo(404);
    }

    @Test
    void deleteWhenItIsTheLastSpareWayThenTheConfirmingPageWarns() {
        TestAccount dan = accounts.withApp(accounts.withMfa("dan"), "Tablet");
        TestBrowser browser = browsers.open().signIn(dan);
        String url = urls(dan).get(0);
        assertThat(browser.get("/preferences").says("Yes, if your two authenticator apps are on different devices."))
                .isTrue();
        assertThat(browser.get(url).says("Without this app you have one way left to sign in."))
                .isTrue();

        browser.post("/preferences/recovery-codes");

        assertThat(browser.get(url).says("one way left to sign in")).isFalse();
        browser.post(url);
        assertThat(browser.get("/").body())
                .contains(
                        "Can I lose this phone?",
                        "You can sign in with your authenticator app, or with one of your recovery codes",
                        "of which 10 are left");
    }

    @Test
    void deleteWhenItIsTheLastAndMfaIsOnThenSaysWhyAndHasNoButton(@WithMfa TestAccount dan) {
        TestBrowser browser = browsers.open().signIn(dan);
        String url = urls(dan).get(0);

        for (Page page : List.of(browser.get(url), browser.post(url))) {
            assertThat(page.says("This is your only authenticator app")).isTrue();
            assertThat(Html.of(page).hasButton()).isFalse();
        }
        assertThat(browser.post(url).status()).isEqualTo(422);
        browser.post("/preferences/mfa/disable");
        assertThat(browser.post(url).status()).isEqualTo(303);
        assertThat(authenticators.count(dan.id())).isZero();
    }

    @Test
    void deleteWhenTheLastTwoGoAtOnceThenOneStaysAndThePageSaysWhy() throws InterruptedException {
        TestAccount dan = accounts.withApp(accounts.withMfa("dan"), "Tablet");
        TestBrowser browser = browsers.open().signIn(dan);
        String token = browser.token();

        List<Page> answers = Race.between(urls(dan).stream()
                .map(url -> (java.util.concurrent.Callable<Page>)
                        () -> browser.copy().post(url, "_csrf", token))
                .toList());

        assertThat(answers).extracting(Page::status).containsExactlyInAnyOrder(303, 422);
        assertThat(authenticators.count(dan.id())).isOne();
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 422)
                .allSatisfy(page -> assertThat(Html.of(page).hasButton()).isFalse());
    }

    @Test
    void deleteWhenTheAppIsAnothersThenThereIsNothing() {
        TestAccount victim = accounts.withApp(accounts.withMfa("victim"), "Tablet");
        TestBrowser thief = browsers.open().signIn(accounts.withMfa("eve"));

        for (String url : urls(victim)) {
            assertThat(thief.get(url).status()).isEqualTo(404);
            assertThat(thief.post(url).status()).isEqualTo(404);
        }
        assertThat(authenticators.count(victim.id())).isEqualTo(2);
    }

    @Test
    void deleteWhenNobodyHasTheAppThenThereIsNothing() {
        TestBrowser browser = browsers.open().signIn(accounts.withMfa("dan"));
        String url = "/preferences/authenticators/" + UUID.randomUUID() + "/delete";

        assertThat(browser.get(url).status()).isEqualTo(404);
        assertThat(browser.post(url).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "new", "..", "%27%20or%201=1", "%3Cscript%3E", "1-1-1-1-1", "null", "%00"})
    void deleteWhenTheIdIsMalformedThenIsNoFault(String id) {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("dan"));
        String url = "/preferences/authenticators/" + id + "/delete";

        assertThat(browser.get(url).status()).isIn(400, 404);
        assertThat(browser.post(url).status()).isIn(400, 404, 405);
    }
}
