package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Passwords;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.authenticator.Authenticators;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.device.TrustedDevices;
import dev.vestibule.house.SecondNode;
import dev.vestibule.house.TestBrowser;
import dev.vestibule.house.TestBrowser.Page;
import dev.vestibule.house.TestClock;
import dev.vestibule.house.TestHouse.Browsers;
import dev.vestibule.house.TestHouse.People;
import dev.vestibule.house.TestHouse.TestPerson;
import dev.vestibule.house.VestibuleTest;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.totp.TotpCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What ends a trusted device asks for the code at the very next request of a session that rests on it. */
@VestibuleTest
class TrustedDeviceEndHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    SecondNode second;

    @Autowired
    People people;

    @Autowired
    TrustedDevices devices;

    @Autowired
    Authenticators authenticators;

    @Autowired
    MfaSwitch mfa;

    @Autowired
    Passwords passwords;

    @Autowired
    SetPasswordLinks links;

    @Autowired
    Parameters parameters;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TestClock clock;

    @AfterEach
    void tidy() {
        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);
        parameters.reset(Parameter.SECURE_COOKIE);
    }

    @Test
    void deviceWhenRevokedThenTheCodeIsAskedAtOnceOnEveryNode() {
        TestPerson ann = people.withMfa("ann");
        TestBrowser browser = trusted(ann);

        devices.revokeAll(ann.id());

        assertThat(browser.get("/preferences").location()).isEqualTo("/login/code");
        assertThat(browser.at(second.port()).get("/").location()).isEqualTo("/login/code");
        clock.passWindow();
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/");
    }

    @Test
    void deviceWhenItsDaysAreOverThenTheCodeIsAsked() {
        TestPerson ann = people.withMfa("ann");
        TestBrowser browser = trusted(ann);
        clock.pass(Duration.ofDays(30).minusMillis(1));
        assertThat(browser.get("/login").location()).isEqualTo("/");

        clock.pass(Duration.ofMillis(1));

        // The password was given too long ago by now.
        assertThat(browser.get("/").location()).isEqualTo("/login?expired");
        Page answer = browser.enterPassword(ann);
        assertThat(answer.location()).isEqualTo("/login/code");
        assertThat(answer.setCookies())
                .anyMatch(cookie -> cookie.startsWith(name(ann) + "=;") && cookie.contains("Max-Age=0"));
    }

    @Test
    void deviceWhenUsedThenItsDaysStillCountFromTheDayOfTrust() {
        TestPerson ann = people.withMfa("ann");
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
    void deviceWhenTheLifetimeIsShortenedThenObeysAtOnceAndALongerOneAddsNothing() {
        TestPerson ann = people.withMfa("ann");
        TestBrowser browser = trusted(ann);
        clock.pass(Duration.ofMinutes(5));
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 1);
        assertThat(browser.isSignedIn()).isTrue();

        clock.pass(Duration.ofDays(1));
        assertThat(browser.isSignedIn()).isFalse();

        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 365);
        assertThat(browser.isSignedIn()).isTrue();
        clock.pass(Duration.ofDays(29));
        assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void deviceWhenTheLifetimeIsAnotherThenSoIsTheCookies() {
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 2);

        assertThat(TrustedDeviceHttpTest.trust(browsers.open(), people.withMfa("ann"))
                        .setCookies())
                .anyMatch(cookie -> cookie.contains("trusted_device") && cookie.contains("Max-Age=172800"));
    }

    @Test
    void deviceWhenSecureGoesOffAndOnAgainThenAsksEachTime() {
        TestPerson ann = people.withMfa("ann");
        TestBrowser secure = trusted(ann);

        parameters.set(Parameter.SECURE_COOKIE, 0);
        assertThat(secure.get("/").location()).isEqualTo("/login/code");
        clock.passWindow();
        TestBrowser plain = browsers.open();
        assertThat(TrustedDeviceHttpTest.trust(plain, ann).setCookies())
                .filteredOn(cookie -> cookie.startsWith("trusted_device_" + ann.id() + "="))
                .singleElement()
                .asString()
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Secure");
        plain.post("/logout");
        assertThat(plain.enterPassword(ann).location()).isEqualTo("/");

        parameters.set(Parameter.SECURE_COOKIE, 1);
        assertThat(plain.get("/").location()).isEqualTo("/login/code");
        plain.cookies().put(name(ann), plain.cookies().get("trusted_device_" + ann.id()));
        assertThat(plain.get("/").location()).isEqualTo("/login/code");
        assertThat(secure.get("/login").location()).isEqualTo("/");

        parameters.set(Parameter.SECURE_COOKIE, 0);
        assertThat(plain.get("/").location()).isEqualTo("/login/code");
    }

    @Test
    void deviceWhenMfaGoesOffAndOnThenAsks() {
        TestPerson ann = people.withMfa("ann");
        TestBrowser browser = trusted(ann);
        mfa.disable(ann.id(), Optional.empty());
        clock.passWindow();
        assertThat(browser.get("/").location()).isEqualTo("/login?ended=mfa");
        int version = jdbc.sql("select credential_version from account where id = :id")
                .param("id", ann.id())
                .query(Integer.class)
                .single();

        var switched = mfa.enable(ann.id(), version, TotpCode.parse(ann.code()).orElseThrow());

        assertThat(switched.refusal()).isNull();
        assertThat(authenticators.count(ann.id())).isOne();
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void deviceWhenThePasswordIsNewThenAsks() {
        TestPerson ann = people.withMfa("ann");
        TestBrowser browser = trusted(ann);
        passwords.set(links.issue(ann.id()).token().text(), "another-plum-tractor-95");

        assertThat(browser.get("/").location()).isEqualTo("/login?ended=password");
        assertThat(browser.post("/login", "username", ann.login(), "password", "another-plum-tractor-95")
                        .location())
                .isEqualTo("/login/code");
        assertThat(browser.cookies()).doesNotContainKey(name(ann));
    }

    /** Signed in by password and device. */
    private TestBrowser trusted(TestPerson person) {
        TestBrowser browser = browsers.open();
        TrustedDeviceHttpTest.trust(browser, person);
        browser.post("/logout");
        assertThat(browser.enterPassword(person).location()).isEqualTo("/");
        return browser;
    }

    private static String name(TestPerson person) {
        return TrustedDeviceHttpTest.name(person);
    }
}
