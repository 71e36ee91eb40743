package dev.vestibule.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The switch auth_totp.secure_cookie: what it does to the cookie, and what the pages say over plain HTTP. */
@VestibuleTest
class SecureCookieHttpTest {
    private static final String URL = "/settings/parameters";
    private static final String WARNING = "You opened this page over HTTP";
    private static final String CHECKBOX = "name=\"remember_device\"";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    Parameters parameters;

    private TestBrowser browser;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
    }

    @AfterEach
    void reset() {
        parameters.reset(Parameter.SECURE_COOKIE);
    }

    private void secure(int value) {
        assertThat(browser.post(URL + "/auth_totp.secure_cookie", "value", Integer.toString(value))
                        .status())
                .isEqualTo(303);
    }

    private TestBrowser trusted(TestAccount account) {
        TestBrowser trusted = browsers.open();
        trusted.enterPassword(account);
        trusted.post("/login/code", "confirmation_code", account.code(), "remember_device", "on");
        account.clock().passWindow();
        return trusted;
    }

    @Test
    void cookieWhenTheSwitchIsTurnedThenLosesAndGetsBackItsFlag(@WithMfa TestAccount bob) {
        TestBrowser safe = trusted(bob);
        assertThat(safe.cookies()).containsKey("__Host-trusted_device_" + bob.id());

        secure(0);
        assertThat(safe.get("/preferences").says("This device"))
                .as("its name is not honoured now")
                .isFalse();
        TestBrowser plain = trusted(bob);
        assertThat(plain.cookies())
                .containsKey("trusted_device_" + bob.id())
                .doesNotContainKey("__Host-trusted_device_" + bob.id());
        assertThat(plain.get("/preferences").says("This device")).isTrue();
        secure(1);

        assertThat(plain.get("/preferences").says("This device")).isFalse();
        assertThat(safe.get("/preferences").says("This device")).isTrue();
        secure(0);
        plain.post("/logout");
        assertThat(plain.enterPassword(bob).location()).as("it ended for good").isEqualTo("/login/code");
    }

    @Test
    void devicesWhenTheSwitchIsTurnedThenThoseThatSkipNothingAreNotSaidToSkipTheCode(@WithMfa TestAccount bob) {
        TestBrowser safe = trusted(bob);
        assertThat(safe.get("/preferences").says("One trusted device skips the code."))
                .isTrue();

        secure(0);

        assertThat(safe.get("/preferences").says("One trusted device skips the code."))
                .isFalse();
        assertThat(browser.get("/settings/users/" + bob.id()).says("No trusted device."))
                .isTrue();
        secure(1);
        assertThat(safe.get("/preferences").says("One trusted device skips the code."))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"intranet.example", "192.168.1.7:8080", "localhost.example", "xlocalhost", "127.0.0.1.nip.io"})
    void pagesWhenTheyComeByPlainHttpFromElsewhereThenSayThatTheCookieWouldBeDropped(String host) {
        AnotherHost elsewhere = new AnotherHost(browsers.port(), host);
        TestBrowser pending = browsers.open();
        pending.enterPassword(accounts.withMfa("bob"));

        assertThat(elsewhere.get(browser, URL)).contains(WARNING, "switch auth_totp.secure_cookie off");
        assertThat(elsewhere.get(browser, "/settings")).contains(WARNING);
        assertThat(elsewhere.get(pending, "/login/code"))
                .contains("This device can only be remembered over HTTPS.")
                .doesNotContain(CHECKBOX);
        secure(0);
        assertThat(elsewhere.get(browser, URL)).contains("System Parameters").doesNotContain(WARNING);
        assertThat(elsewhere.get(browser, "/settings")).doesNotContain(WARNING);
        assertThat(elsewhere.get(pending, "/login/code")).contains(CHECKBOX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "127.0.0.1", "127.1.2.3:80", "[::1]:8080"})
    void pagesWhenTheyComeFromThisMachineThenOfferToRemember(String host) {
        AnotherHost here = new AnotherHost(browsers.port(), host);
        TestBrowser pending = browsers.open();
        pending.enterPassword(accounts.withMfa("bob"));

        assertThat(here.get(browser, URL)).contains("System Parameters").doesNotContain(WARNING);
        assertThat(here.get(pending, "/login/code")).contains(CHECKBOX);
    }

    @Test
    void rememberWhenTheSwitchTurnsMeanwhileThenTheCookieIsTheOneInForce(@WithMfa TestAccount bob) {
        secure(0);
        TestBrowser pending = browsers.open();
        pending.enterPassword(bob);
        secure(1);

        Page answer = pending.post("/login/code", "confirmation_code", bob.code(), "remember_device", "on");

        assertThat(answer.setCookies()).anyMatch(cookie -> cookie.startsWith("__Host-trusted_device_"));
        assertThat(answer.setCookies()).noneMatch(cookie -> cookie.startsWith("trusted_device_"));
    }
}
