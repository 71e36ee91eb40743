package dev.vestibule.reauthentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A trusted device is no proof: a session that skipped the code gives one before anything important. */
@VestibuleTest
record RequiredReauthenticationOnTrustedDeviceHttpTest(
        Browsers browsers,
        TestAccounts testAccounts,
        AccountRepository accounts,
        AuthenticatorApps apps,
        TestClock clock) {
    private static final String DISABLE = "/preferences/mfa/disable";

    @Test
    void signInWhenThePageAskedForTakesACodeThenLeadsToItAtOnce(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signInByDevice(ann);
        browser.post("/logout");

        assertThat(browser.get(DISABLE).location()).isEqualTo("/login");
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code?proof");
        assertThat(browser.get("/").status()).as("signed in all the same").isEqualTo(200);
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo(DISABLE);
    }

    @Test
    void proofWhenTheCodeWasSpentThenRefused(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signInByDevice(ann);
        String code = ann.code();
        browsers.open().signIn(ann);

        browser.get(DISABLE);
        assertThat(browser.enterCode(code).location()).isEqualTo("/login/code?proof&error=used");
        assertThat(browser.post(DISABLE).location()).isEqualTo("/login/code?proof");
    }

    @Test
    void codeWhenItIsAnothersThenIsRefused(@WithMfa TestAccount ann, @WithMfa TestAccount bea) {
        TestBrowser browser = browsers.open().signInByDevice(ann);
        browser.get(DISABLE);

        assertThat(browser.post("/login/code", "confirmation_code", bea.code(), "username", bea.login())
                        .location())
                .isEqualTo("/login/code?proof&error=wrong");
    }

    @Test
    void factorWhenItIsRemovedThenTakesACodeFirst(@WithMfa TestAccount ann) {
        testAccounts.withApp(ann, "Tablet");
        TestBrowser browser = browsers.open().signInByDevice(ann);
        var app = apps.of(ann.id()).get(1);
        String delete = "/preferences/authenticators/" + app.id() + "/delete";

        assertThat(browser.post(delete).location()).isEqualTo("/login/code?proof");
        assertThat(browser.post(DISABLE).location()).isEqualTo("/login/code?proof");
        assertThat(apps.count(ann.id())).isEqualTo(2);
        assertThat(accounts.findById(ann.id()).orElseThrow().mfaEnabled()).isTrue();

        assertThat(browser.prove(ann, browser.get(delete)).location()).isEqualTo(delete);
        assertThat(browser.post(delete).location()).isEqualTo("/preferences?done=authenticator-removed");
        assertThat(browser.get("/preferences").says("This device"))
                .as("the device stays")
                .isTrue();
        assertThat(browser.post(DISABLE).location()).isEqualTo("/preferences?done=mfa-disabled");
    }

    @Test
    void proofWhenGivenThenIsNoNewSignIn(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signInByDevice(ann);
        var before = accounts.findById(ann.id()).orElseThrow().lastSignIn();
        clock.pass(Duration.ofMinutes(15));

        browser.prove(ann, browser.get(DISABLE));

        assertThat(accounts.findById(ann.id()).orElseThrow().lastSignIn()).isEqualTo(before);
    }
}
