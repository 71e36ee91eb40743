package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.util.List;
import org.junit.jupiter.api.Test;

@VestibuleTest
record ChangePasswordUrlHttpTest(Browsers browsers, TestAccounts accounts) {
    @Test
    void addressWhenAnybodyOpensItThenLeadsToTheForm(@WithMfa TestAccount ann, TestBrowser pending) {
        pending.enterPassword(ann);
        TestBrowser signedIn = browsers.open().signIn(accounts.withPassword("bob"));

        for (TestBrowser browser : List.of(browsers.open(), pending, signedIn)) {
            Page page = browser.get("/.well-known/change-password");

            assertThat(page.status()).isEqualTo(302);
            assertThat(page.location()).isEqualTo("/preferences/password");
            assertThat(page.setCookies()).isEmpty();
        }
        assertThat(browsers.open()
                        .send("HEAD", "/.well-known/change-password", "")
                        .location())
                .isEqualTo("/preferences/password");
        assertThat(browsers.open().get("/.well-known/other").location()).isEqualTo("/login");
    }

    @Test
    void addressWhenAVisitorFollowsItThenTheFormComesAfterTheSignIn(TestBrowser browser) {
        assertThat(browser.follow(browser.get("/.well-known/change-password")).location())
                .isEqualTo("/login");
        assertThat(browser.enterPassword(accounts.withPassword("ann")).location())
                .isEqualTo("/preferences/password");
    }
}
