package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form for one's own name and time zone. */
@VestibuleTest
record ProfileHttpTest(Browsers browsers, TestAccounts accounts, TestClock clock) {
    private static final String FORM = "/preferences/profile";

    private TestBrowser signedIn() {
        return browsers.open().signIn(accounts.withPassword("ada"));
    }

    @Test
    void profileWhenSavedThenThePageSaysSoOnceAndTimesAreToldInTheZone(@WithPassword TestAccount ada) {
        browsers.open().signIn(ada);
        clock.pass(Duration.ofDays(2));
        TestBrowser browser = browsers.open().signIn(ada);

        Page answer = browser.post(FORM, "name", "  Ada Lovelace ", "time_zone", "Asia/Tokyo");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/preferences?done=profile");
        assertThat(browser.follow(answer).says("Your profile is saved.")).isTrue();
        Page later = browser.get("/preferences");
        assertThat(later.says("Your profile is saved.")).isFalse();
        assertThat(Html.of(later).value("name")).isEqualTo("Ada Lovelace");
        assertThat(Html.of(later).chosen("time_zone")).isEqualTo("Asia/Tokyo");
        Page home = browser.get("/");
        assertThat(home.says("Hello, Ada Lovelace")).isTrue();
        assertThat(home.says("JST")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-code", "PROFILE", "%3Cscript%3Ealert(1)%3C/script%3E", "", "profile.x", "user"})
    void pageWhenTheCodeOfWhatWasDoneIsUnknownThenSaysNothing(String code) {
        Page page = signedIn().get("/preferences?done=" + code);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("class=\"banner", "alert(1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\u00a0\u2003",
                "\u200b\u200d",
                "a\u0000b",
                "a\u0007b",
                "a\nb",
                "a\tb",
                "a\u2028b",
                "a\u0085b"
            })
    void nameWhenBlankOrNotToBeSeenThenRefusedAtItsField(String name) {
        Page answer = signedIn().post(FORM, "name", name, "time_zone", "Europe/Berlin");

        assertRefused(answer, "name");
        assertThat(Html.of(answer).chosen("time_zone")).isEqualTo("Europe/Berlin");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1000})
    void nameWhenTooLongThenRefusedAndKept(int length) {
        String name = "x".repeat(length);

        Page answer = signedIn().post(FORM, "name", name, "time_zone", "UTC");

        assertRefused(answer, "name");
        assertThat(Html.of(answer).error("name")).contains("Use at most 100 characters.");
        assertThat(Html.of(answer).value("name")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "علي بن أبي طالب",
                "👩‍👩‍👧 Zoë",
                "O’Neill & Söhne",
                "${7*7}[[${7*7}]]#{layout.logout}",
                "{0} '{1}'"
            })
    void nameWhenOutOfTheOrdinaryThenKeptAsTypedAndShownAsText(String name) {
        TestBrowser browser = signedIn();

        assertThat(browser.post(FORM, "name", name, "time_zone", "UTC").status())
                .isEqualTo(303);

        Page page = browser.get("/preferences");
        assertThat(Html.of(page).value("name")).isEqualTo(name);
        assertThat(page.body()).doesNotContain("<script>alert", "<img");
        assertThat(browser.get("/").body()).doesNotContain("<script>alert", "<img");
    }

    @Test
    void nameWhenOfAHundredEmojiThenFits() {
        assertThat(signedIn()
                        .post(FORM, "name", "😀".repeat(100), "time_zone", "UTC")
                        .status())
                .isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mars/Phobos", "utc", "+02:00", "Europe/Berlin ", "Europe/Berlin\u0000", "<script>"})
    void timeZoneWhenUnknownThenRefusedAtItsField(String zone) {
        TestBrowser browser = signedIn();

        Page answer = browser.post(FORM, "name", "Ada <i>", "time_zone", zone);

        assertRefused(answer, "time_zone");
        assertThat(Html.of(answer).value("name")).isEqualTo("Ada <i>");
        assertThat(Html.of(browser.get("/preferences")).value("name")).isEqualTo("ada");
    }

    @Test
    void formWhenFieldsAreMissingThenRefusedAtThem() {
        Page answer = signedIn().post(FORM);

        assertRefused(answer, "name");
        assertRefused(answer, "time_zone");
    }

    @ParameterizedTest
    @CsvSource({"name=a&name=b&time_zone=UTC", "name=a&time_zone=UTC&time_zone=UTC"})
    void formWhenAFieldIsGivenTwiceThenIsNotClear(String body) {
        TestBrowser browser = signedIn();

        assertThat(browser.postRaw(FORM, body + "&_csrf=" + browser.token()).status())
                .isEqualTo(400);
    }

    @Test
    void formWhenItCarriesMoreThanItsFieldsThenTheRestIsNotLookedAt(@WithPassword TestAccount ada) {
        TestBrowser browser = browsers.open().signIn(ada);

        Page answer = browser.post(
                FORM, "name", "Ada", "time_zone", "UTC", "role", "ADMIN", "login", "root", "email", "a@b.c", "id", "1");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.get("/settings").status()).isEqualTo(403);
        assertThat(browsers.open().signIn(ada).isSignedIn()).isTrue();
    }

    private static void assertRefused(Page answer, String field) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).title()).startsWith("Error: ");
        assertThat(Html.of(answer).error(field)).isPresent();
    }
}
