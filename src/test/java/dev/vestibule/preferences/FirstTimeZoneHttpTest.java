package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user who has chosen no time zone is told that times are in UTC, and can choose one in the first wizard. */
@VestibuleTest
record FirstTimeZoneHttpTest(Browsers browsers, TestAccounts accounts, TestClock clock) {
    private static final String TOLD = "Times are in UTC.";

    @Test
    void wizardWhenItIsTheFirstThenKeepsTheChosenZone(@WithPassword TestAccount ada) {
        TestWizard wizard = new TestWizard(browsers.signedIn(ada), clock);
        assertThat(Html.of(wizard.browser().get(TestWizard.URL)).chosen("time_zone"))
                .isEqualTo("UTC");

        Page added = wizard.finish("Phone", wizard.code(wizard.secret()), "time_zone", "Europe/Vienna");

        assertThat(added.status()).isEqualTo(200);
        Page preferences = wizard.browser().get("/preferences");
        assertThat(Html.of(preferences).chosen("time_zone")).isEqualTo("Europe/Vienna");
        assertThat(preferences.says(TOLD)).isFalse();
        assertThat(Html.of(wizard.browser().get(TestWizard.URL)).hasField("time_zone"))
                .as("a second app")
                .isFalse();
    }

    @Test
    void wizardWhenNoZoneIsSentThenTheAccountStaysInUtc() {
        TestWizard wizard = new TestWizard(browsers.signedIn(accounts.withPassword("ada")), clock);

        assertThat(wizard.add("Phone").status()).isEqualTo(200);

        Page preferences = wizard.browser().get("/preferences");
        assertThat(Html.of(preferences).chosen("time_zone")).isEqualTo("UTC");
        assertThat(preferences.says(TOLD)).isTrue();
    }

    @Test
    void zoneWhenUtcIsChosenThenNoChoiceIsAskedFor() {
        TestBrowser browser = browsers.signedIn(accounts.withPassword("ada"));
        browser.post("/preferences/profile", "name", "Ada", "time_zone", "UTC");

        assertThat(browser.get("/preferences").says(TOLD)).isFalse();
        assertThat(browser.get("/").says(TOLD)).isFalse();
        assertThat(Html.of(browser.get(TestWizard.URL)).hasField("time_zone")).isFalse();
        TestWizard wizard = new TestWizard(browsers.signedIn(accounts.withPassword("ada")), clock);
        wizard.finish("Phone", wizard.code(wizard.secret()), "time_zone", "UTC");
        assertThat(wizard.browser().get("/").says(TOLD)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Nowhere", "GMT+25", "Etc/GMT-1"})
    void wizardWhenTheZoneIsNoneToChooseThenIsRefusedAtTheField(String zone) {
        TestWizard wizard = new TestWizard(browsers.signedIn(accounts.withPassword("ada")), clock);

        Page refused = wizard.finish("Phone", wizard.code(wizard.secret()), "time_zone", zone);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(Html.of(refused).error("time_zone")).hasValue("Choose one of the time zones.");
        assertThat(wizard.browser().get("/preferences").says("No authenticator app yet"))
                .isFalse();
    }

    @Test
    void wizardWhenTheUserHasChosenAZoneThenAsksForNone() {
        TestBrowser browser = browsers.signedIn(accounts.withPassword("ada"));
        assertThat(browser.get("/preferences").says(TOLD + " Choose your time zone."))
                .isTrue();
        assertThat(browser.get("/").says(TOLD)).isTrue();

        browser.post("/preferences/profile", "name", "Ada", "time_zone", "Asia/Tokyo");

        assertThat(browser.get("/preferences").says(TOLD)).isFalse();
        assertThat(browser.get("/").says(TOLD)).isFalse();
        assertThat(Html.of(browser.get(TestWizard.URL)).hasField("time_zone")).isFalse();
        TestWizard wizard = new TestWizard(browser, clock);
        wizard.finish("Phone", wizard.code(wizard.secret()), "time_zone", "Europe/Vienna");
        assertThat(Html.of(browser.get("/preferences")).chosen("time_zone")).isEqualTo("Asia/Tokyo");
    }
}
