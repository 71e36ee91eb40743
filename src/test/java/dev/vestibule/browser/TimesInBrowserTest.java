package dev.vestibule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The script counts waits down, and proposes the time zone of the browser. */
@BrowserTest
@VestibuleTest
class TimesInBrowserTest {
    @LocalServerPort
    int port;

    @Autowired
    TestAccounts accounts;

    @Test
    void waitWhenTimePassesThenIsCountedDown(Visitors visitors, @WithMfa TestAccount ann, TestBrowser guesser) {
        guesser.enterPassword(ann);
        for (int i = 0; i < 5; i++) {
            guesser.enterCode("000000");
        }
        Visitor visitor = visitors.open(port);
        visitor.page().clock().install();
        visitor.enterPassword(ann.login(), ann.password()).isAt("/login/code");
        var wait = visitor.page().locator("time[data-wait]");

        assertThat(wait).hasText("in 30 seconds");
        visitor.page().clock().runFor(10_000);
        assertThat(wait).hasText("in 20 seconds");
        visitor.page().clock().runFor(60_000);
        assertThat(wait).hasText("now");
    }

    @Test
    void preferencesWhenNoZoneIsChosenThenOfferThatOfTheBrowser(Visitors visitors) {
        Visitor ada = visitors.open(port, options -> options.setTimezoneId("Europe/Vienna"));
        ada.signIn(accounts.withPassword("ada")).open("/preferences").sees("Times are in UTC. Choose your time zone.");
        assertThat(ada.field("Time zone")).hasValue("UTC");

        assertThat(ada.page().locator("#time-zone-offer")).containsText("Europe/Vienna");
        ada.press("Use this time zone");
        assertThat(ada.field("Time zone")).hasValue("Europe/Vienna");
        assertThat(ada.field("Time zone")).isFocused();
        ada.press("Save profile").sees("Your profile is saved.").seesNot("Times are in UTC");
        assertThat(ada.button("Use this time zone")).hasCount(0);
    }

    @Test
    void wizardWhenItIsTheFirstThenProposesTheZoneOfTheBrowser(Visitors visitors) {
        Visitor ada = visitors.open(port, options -> options.setTimezoneId("Asia/Tokyo"));
        ada.signIn(accounts.withPassword("ada")).open("/preferences/authenticators/new");

        assertThat(ada.field("Time zone")).hasValue("Asia/Tokyo");
        ada.field("Time zone").selectOption("UTC");
        ada.fill("Name", "Phone").fill("Six-digit code", "12").press("Add the app and switch on");
        ada.sees("Enter the six digits");
        assertThat(ada.field("Time zone")).hasValue("UTC");
    }
}
