package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One's own switch: on with a code of an app from before, off with the apps kept. */
@VestibuleTest
record OwnMfaControllerHttpTest(Browsers browsers, TestAccounts accounts) {
    private static final String ENABLE = "/preferences/mfa/enable";
    private static final String DISABLE = "/preferences/mfa/disable";

    /** Has an app, and MFA off. */
    private TestAccount off() {
        TestAccount bob = accounts.withMfa("bob");
        TestBrowser browser = browsers.open().signIn(bob);
        browser.post(DISABLE);
        bob.clock().passWindow();
        return bob;
    }

    @Test
    void enableWhenTheCodeIsRightThenThisSessionHasItsFactorAndTheOthersEnd() {
        TestAccount bob = off();
        TestBrowser other = browsers.open().signIn(bob);
        TestBrowser browser = browsers.open().signIn(bob);
        String id = browser.cookies().get("SESSION");
        assertThat(browser.get(ENABLE).says("Six-digit code")).isTrue();

        Page answer = browser.post(ENABLE, "confirmation_code", bob.code());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.follow(answer).says("Two-step sign-in is on.")).isTrue();
        assertThat(browser.cookies().get("SESSION")).isNotEqualTo(id);
        assertThat(browser.isSignedIn()).isTrue();
        assertThat(other.get("/").location()).isEqualTo("/login?ended=mfa");
        TestBrowser next = browsers.open();
        assertThat(next.enterPassword(bob).location()).isEqualTo("/login/code");
        assertThat(next.enterCode(bob.code()).location()).isEqualTo("/login/code?error=used");
    }

    @Test
    void enableWhenTheCodeWasSpentThenRefusedWithoutShowingIt() {
        TestAccount bob = off();
        TestBrowser browser = browsers.open().signIn(bob);
        String code = bob.code();
        browser.post(ENABLE, "confirmation_code", code);
        browser.post(DISABLE);

        Page answer = browser.post(ENABLE, "confirmation_code", code);

        assertRefused(answer, "This code was used already.");
        assertThat(answer.body()).doesNotContain(code);
        assertThat(browsers.open().enterPassword(bob).location()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567", "一二三四五六", "12345a", "123\u0000456", "<script>", "-12345"})
    void enableWhenTheCodeIsNoneThenRefused(String typed) {
        TestBrowser browser = browsers.open().signIn(off());

        assertRefused(browser.post(ENABLE, "confirmation_code", typed), "Enter the six digits that the app shows.");
        assertThat(browser.get("/preferences").says("Your authenticator apps are ready to use."))
                .isTrue();
    }

    @Test
    void enableWhenTheCodeIsWrongOrMissingThenRefused() {
        TestAccount bob = off();
        TestBrowser browser = browsers.open().signIn(bob);
        String wrong = bob.code(50);

        Page answer = browser.post(ENABLE, "confirmation_code", wrong);

        assertRefused(answer, "That code is not right.");
        assertThat(answer.body()).doesNotContain(wrong);
        assertRefused(browser.post(ENABLE), "Enter the six digits");
        assertThat(browser.post(ENABLE, "confirmation_code", " " + bob.code().replaceAll("...", "$0 "))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void enableWhenThereIsNoAppThenSaysWhyAndHasNoButton() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("carl"));

        for (Page page : new Page[] {
            browser.get(ENABLE), browser.post(ENABLE, "confirmation_code", "123456"), browser.post(ENABLE)
        }) {
            assertThat(page.says("and you have none")).isTrue();
            assertThat(Html.of(page).hasButton()).isFalse();
        }
        assertThat(browser.post(ENABLE, "confirmation_code", "123456").status()).isEqualTo(422);
        assertThat(browser.get("/preferences").body()).doesNotContain("href=\"" + ENABLE);
    }

    @Test
    void enableWhenOnAlreadyThenSaysSoAndSpendsNoCode(@WithMfa TestAccount bob) {
        TestBrowser browser = browsers.open().signIn(bob);
        bob.clock().passWindow();

        Page answer = browser.post(ENABLE, "confirmation_code", bob.code());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.says("Two-step sign-in is on already.")).isTrue();
        assertThat(Html.of(answer).hasButton()).isFalse();
        assertThat(browsers.open().signIn(bob).isSignedIn()).isTrue();
    }

    @Test
    void disableWhenConfirmedThenAppsStayAndDevicesAndOtherSessionsEnd(@WithMfa TestAccount bob, TestBrowser trusted) {
        trusted.enterPassword(bob);
        trusted.post("/login/code", "confirmation_code", bob.code(), "remember_device", "on");
        bob.clock().passWindow();
        TestBrowser browser = browsers.open().signIn(bob);
        String id = browser.cookies().get("SESSION");
        assertThat(browser.get(DISABLE).says("All your trusted devices end.")).isTrue();

        Page answer = browser.post(DISABLE);

        assertThat(answer.status()).isEqualTo(303);
        Page page = browser.follow(answer);
        assertThat(page.body()).contains("Two-step sign-in is off.", "Phone").doesNotContain("/revoke\"");
        assertThat(browser.cookies().get("SESSION")).isNotEqualTo(id);
        assertThat(trusted.get("/").location()).isEqualTo("/login?ended=mfa");
        assertThat(browsers.open().enterPassword(bob).location()).isEqualTo("/");
        bob.clock().passWindow();
        browser.post(ENABLE, "confirmation_code", bob.code());
        assertThat(trusted.enterPassword(bob).location())
                .as("off and on again revokes")
                .isEqualTo("/login/code");
    }

    @Test
    void disableWhenDoneTwiceThenTheSecondSaysItIsOff() {
        TestBrowser browser = browsers.open().signIn(off());
        String id = browser.cookies().get("SESSION");

        for (Page page : new Page[] {browser.get(DISABLE), browser.post(DISABLE)}) {
            assertThat(page.says("Two-step sign-in is off already.")).isTrue();
            assertThat(Html.of(page).hasButton()).isFalse();
        }
        assertThat(browser.post(DISABLE).status()).isEqualTo(422);
        assertThat(browser.cookies().get("SESSION")).isEqualTo(id);
        assertThat(browser.isSignedIn()).isTrue();
    }

    private static void assertRefused(Page answer, String reason) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).title()).startsWith("Error: ");
        assertThat(Html.of(answer).error("confirmation_code").orElse("")).startsWith(reason);
        assertThat(Html.of(answer).value("confirmation_code")).isEmpty();
    }
}
