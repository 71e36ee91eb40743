package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Passwords;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.throttle.TestTries;
import dev.vestibule.totp.TotpCode;
import dev.vestibule.trusteddevice.TrustedDevices;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What ends a trusted device asks for the code at the very next request of a session that rests on it. */
@VestibuleTest
record TrustedDeviceEndHttpTest(
        Browsers browsers,
        SecondNode second,
        TrustedDevices devices,
        AuthenticatorApps apps,
        MfaSwitch mfa,
        Passwords passwords,
        SetPasswordLinks links,
        JdbcClient jdbc,
        TestClock clock) {
    @Test
    void deviceWhenRevokedThenTheCodeIsAskedAtOnceOnEveryNode(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann);

        devices.revokeAll(ann.id());

        assertThat(browser.get("/preferences").location()).isEqualTo("/login/code");
        assertThat(browser.at(second.port()).get("/").location()).isEqualTo("/login/code");
        clock.passWindow();
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/");
    }

    @Test
    void deviceWhenItsDaysAreOverThenTheCodeIsAsked(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann);
        clock.pass(Duration.ofDays(30).minusMillis(1));
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");

        clock.pass(Duration.ofMillis(1));

        assertThat(browser.get("/").location()).isEqualTo("/login/code");
        Page answer = browser.enterPassword(ann);
        assertThat(answer.location()).isEqualTo("/login/code");
        assertThat(answer.setCookies())
                .anyMatch(cookie -> cookie.startsWith(name(ann) + "=;") && cookie.contains("Max-Age=0"));
    }

    @Test
    void deviceWhenUsedThenItsDaysStillCountFromTheDayOfTrust(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann);
        for (int week = 0; week < 4; week++) {
            clock.pass(Duration.ofDays(7));
            browser.post("/logout");
            assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
        }

        clock.pass(Duration.ofDays(2));
        browser.post("/logout");
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void deviceWhenMfaGoesOffAndOnThenAsks(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann);
        mfa.disable(ann.id(), Optional.empty());
        clock.passWindow();
        assertThat(browser.get("/").location()).isEqualTo("/login?ended=mfa");
        int version = jdbc.sql("select credential_version from account where id = :id")
                .param("id", ann.id())
                .query(Integer.class)
                .single();

        var switched = mfa.enable(
                TestTries.of(ann.id()), version, TotpCode.parse(ann.code()).orElseThrow());

        assertThat(switched.refusal()).isNull();
        assertThat(apps.count(ann.id())).isOne();
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void deviceWhenThePasswordIsNewThenAsks(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann);
        passwords.set(links.issue(ann.id()).token().text(), "another-plum-tractor-95");

        assertThat(browser.get("/").location()).isEqualTo("/login?ended=password");
        assertThat(browser.post("/login", "username", ann.login(), "password", "another-plum-tractor-95")
                        .location())
                .isEqualTo("/login/code");
        assertThat(browser.cookies()).doesNotContainKey(name(ann));
    }

    private TestBrowser trusted(TestAccount account) {
        return TrustedDeviceHttpTest.trusted(browsers.open(), account);
    }

    private static String name(TestAccount account) {
        return TrustedDeviceHttpTest.name(account);
    }
}
