package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an administrator tunes of trusted devices is in force with the next request. */
@VestibuleTest
record TrustedDeviceParametersHttpTest(
        Browsers browsers, TestAccounts accounts, Parameters parameters, TestClock clock) {
    @AfterEach
    void tidy() {
        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);
        parameters.reset(Parameter.SECURE_COOKIE);
    }

    @Test
    void deviceWhenTheLifetimeIsShortenedThenObeysAtOnceAndDoesNotComeBack(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann);
        clock.pass(Duration.ofMinutes(5));
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 1);
        assertThat(browser.isSignedIn()).isTrue();

        clock.pass(Duration.ofDays(1));
        TestBrowser copy = browser.copy();
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code");

        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 365);
        assertThat(copy.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void deviceWhenTheLifetimeIsLengthenedThenKeepsTheEndThatWasPromised(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann);
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 365);

        clock.pass(Duration.ofDays(29));
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
        clock.pass(Duration.ofDays(1));
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void deviceWhenTheLifetimeIsAnotherThenSoIsTheCookies() {
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 2);

        assertThat(TrustedDeviceHttpTest.trust(browsers.open(), accounts.withMfa("ann"))
                        .setCookies())
                .anyMatch(cookie -> cookie.contains("trusted_device") && cookie.contains("Max-Age=172800"));
    }

    @Test
    void deviceWhenSecureGoesOffAndOnAgainThenAsksEachTime(@WithMfa TestAccount ann) {
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

    private TestBrowser trusted(TestAccount account) {
        return TrustedDeviceHttpTest.trusted(browsers.open(), account);
    }

    private static String name(TestAccount account) {
        return TrustedDeviceHttpTest.name(account);
    }
}
