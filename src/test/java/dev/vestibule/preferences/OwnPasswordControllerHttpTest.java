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
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new password for who knows the present one. */
@VestibuleTest
record OwnPasswordControllerHttpTest(Browsers browsers, TestAccounts accounts) {
    private static final String FORM = "/preferences/password";
    private static final String NEW = "walnut-harbour-giraffe-7";

    private static Page change(TestBrowser browser, String current, String password, String again) {
        return browser.post(
                FORM, "current_password", current, "new_password", password, "new_password_confirmation", again);
    }

    @Test
    void passwordWhenChangedThenThisSessionStaysUnderANewIdAndTheOthersEnd(@WithMfa TestAccount bob) {
        TestBrowser other = browsers.open().signIn(bob);
        bob.clock().passWindow();
        TestBrowser browser = browsers.open().signIn(bob);
        String id = browser.cookies().get("SESSION");

        Page answer = change(browser, bob.password(), NEW, NEW);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.follow(answer).says("Your password is changed.")).isTrue();
        assertThat(browser.get("/preferences").says("Your password is changed."))
                .isFalse();
        assertThat(browser.cookies().get("SESSION")).isNotNull().isNotEqualTo(id);
        Page ended = other.get("/preferences");
        assertThat(ended.location()).isEqualTo("/login?ended=password");
        assertThat(other.follow(ended).says("The password of this account was changed"))
                .isTrue();
        TestBrowser thief = browsers.open();
        thief.cookies().put("SESSION", id);
        assertThat(thief.get("/preferences").status()).isEqualTo(302);
    }

    @Test
    void passwordWhenChangedThenTheOldOneIsRefusedAndTheCodeIsStillAsked(@WithMfa TestAccount bob) {
        change(browsers.open().signIn(bob), bob.password(), NEW, NEW);

        assertThat(browsers.open().enterPassword(bob).location()).isEqualTo("/login?error");
        assertThat(browsers.open().enterPassword(with(bob, NEW)).location()).isEqualTo("/login/code");
    }

    @Test
    void passwordWhenChangedThenTrustedDevicesAreAskedForACodeAgain(@WithMfa TestAccount bob, TestBrowser trusted) {
        trusted.enterPassword(bob);
        trusted.post("/login/code", "confirmation_code", bob.code(), "remember_device", "on");
        assertThat(trusted.get("/preferences").says("This device")).isTrue();

        change(trusted, bob.password(), NEW, NEW);

        assertThat(trusted.get("/preferences").says("This device")).isFalse();
        trusted.post("/logout");
        assertThat(trusted.enterPassword(with(bob, NEW)).location()).isEqualTo("/login/code");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "' plum tractor violet 94 ','plum tractor violet 94'",
                "'Plum Tractor Violet 94','plum tractor violet 94'",
                "'\uff50lum tractor violet 94','plum tractor violet 94'",
                "'plum\ttractor<b>&violet 94','plum tractor<b>&violet 94'"
            })
    void passwordWhenOddlySpacedOrSpelledThenCountsExactlyAsTyped(
            String typed, String similar, @WithPassword TestAccount carl) {
        assertThat(change(browsers.open().signIn(carl), carl.password(), typed, typed)
                        .status())
                .isEqualTo(303);

        assertThat(browsers.open().enterPassword(with(carl, similar)).location())
                .isEqualTo("/login?error");
        assertThat(browsers.open().enterPassword(with(carl, typed)).location()).isEqualTo("/");
    }

    @Test
    void passwordWhenTheCurrentOneIsWrongThenRefusedAndNothingEnds(@WithPassword TestAccount carl) {
        TestBrowser browser = browsers.open().signIn(carl);

        Page answer = change(browser, "walnut-harbour-wrong-1", NEW, NEW);

        assertRefused(answer, "current_password", "That is not your current password.");
        assertThat(answer.body()).doesNotContain("walnut-harbour");
        assertThat(browser.isSignedIn()).isTrue();
        assertThat(browsers.open().enterPassword(carl).location()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({
        "short-1,'Use at least 12 characters.'",
        "password12345,'Many people use'",
        "aaaaaaaaaaaaaaaa,'easy to guess'",
        "qwertyuiopasdf,'Choose another.'",
    })
    void passwordWhenWeakThenRefusedWithTheReasonAndNeverShown(
            String password, String reason, @WithPassword TestAccount carl) {
        Page answer = change(browsers.open().signIn(carl), carl.password(), password, password);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).title()).startsWith("Error: ");
        assertThat(Html.of(answer).error("new_password").orElse("")).isNotEmpty();
        assertThat(answer.body()).contains(reason).doesNotContain(password, carl.password());
    }

    @Test
    void passwordWhenLongerThanAnythingThenTheBoundIsTold(@WithPassword TestAccount carl) {
        String password = "plum-tractor-".repeat(77);

        Page answer = change(browsers.open().signIn(carl), carl.password(), password, password);

        assertRefused(answer, "new_password", "Use at most 256 characters.");
    }

    @Test
    void passwordWhenCloseToTheLoginThenRefused() {
        TestAccount carl = accounts.withPassword("carlotta-melchior");
        String password = carl.login() + "1";

        Page answer = change(browsers.open().signIn(carl), carl.password(), password, password);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).error("new_password")).isPresent();
    }

    @Test
    void passwordWhenTheTwoDifferThenRefusedAtTheSecond(@WithPassword TestAccount carl) {
        Page answer = change(browsers.open().signIn(carl), carl.password(), NEW, NEW + " ");

        assertRefused(answer, "new_password_confirmation", "The two are not the same.");
        assertThat(answer.body()).doesNotContain(NEW, carl.password());
    }

    @Test
    void formWhenFieldsAreMissingOrBlankThenRefusedAtThem() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("carl"));

        assertRefused(browser.post(FORM), "current_password", "Enter a password.");
        assertRefused(change(browser, "", "", ""), "new_password", "Enter a password.");
        assertThat(browser.post(FORM, "current_password", TestAccounts.PASSWORD, "new_password", NEW)
                        .status())
                .isEqualTo(422);
        assertThat(browser.postRaw(FORM, "new_password=a&new_password=b&_csrf=" + browser.token())
                        .status())
                .isEqualTo(400);
        assertThat(change(browser, "\u0000", "\u0000".repeat(20), "\u0000".repeat(20))
                        .status())
                .isEqualTo(422);
    }

    private static TestAccount with(TestAccount account, String password) {
        return new TestAccount(account.id(), account.login(), password, account.secret(), account.clock());
    }

    private static void assertRefused(Page answer, String field, String reason) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).title()).startsWith("Error: ");
        assertThat(Html.of(answer).error(field).orElse("")).startsWith(reason);
    }
}
