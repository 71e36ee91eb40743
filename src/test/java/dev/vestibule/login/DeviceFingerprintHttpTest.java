package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A trusted device that comes as another kind of browser is asked for a code, and stays trusted. */
@VestibuleTest
record DeviceFingerprintHttpTest(
        Browsers browsers, SecondNode second, Parameters parameters, TestClock clock, JdbcClient jdbc) {
    private static final String LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String UPDATED = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";
    private static final String WINDOWS =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

    @AfterEach
    void restore() {
        parameters.reset(Parameter.DEVICE_FINGERPRINT);
    }

    private TestBrowser trusted(TestAccount account) {
        TestBrowser browser = browsers.open().with("User-Agent", LINUX);
        TrustedDeviceHttpTest.trust(browser, account);
        browser.post("/logout");
        clock.passWindow();
        return browser;
    }

    @Test
    void signInWhenThePlatformIsAnotherThenTheCodeIsAskedAndTheDeviceStays(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann);
        TestBrowser thief = browser.copy().with("User-Agent", WINDOWS);

        Page answer = thief.enterPassword(ann);

        assertThat(answer.location()).isEqualTo("/login/code");
        assertThat(answer.setCookies()).noneMatch(cookie -> cookie.contains("trusted_device"));
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void signInWhenTheBrowserUpdatedItselfThenTheCodeIsSkipped(@WithMfa TestAccount ann) {
        assertThat(trusted(ann).with("User-Agent", UPDATED).enterPassword(ann).location())
                .isEqualTo("/");
    }

    @Test
    void sessionWhenItRestsOnTheDeviceAndComesAsAnotherKindThenTheCodeIsAsked(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann);
        browser.enterPassword(ann);
        TestBrowser thief = browser.copy().with("User-Agent", WINDOWS);

        assertThat(thief.at(second.port()).get("/").location()).isEqualTo("/login/code");
        assertThat(browser.get("/").status()).isEqualTo(200);
    }

    @Test
    void switchWhenOffThenTheKindDoesNotMatterAndOnAgainAtOnceItDoes(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann).with("User-Agent", WINDOWS);
        parameters.set(Parameter.DEVICE_FINGERPRINT, 0);

        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
        parameters.set(Parameter.DEVICE_FINGERPRINT, 1);
        assertThat(browser.at(second.port()).get("/").location()).isEqualTo("/login/code");
    }

    @Test
    void deviceWhenTrustedBeforeKindsWereKeptThenIsStillTrusted(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann).with("User-Agent", WINDOWS);
        jdbc.sql("update trusted_device set fingerprint = null where account_id = :id")
                .param("id", ann.id())
                .update();

        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void tickWhenTheKindIsAnotherThenTheDeviceIsTrustedAnewAsThatKind(@WithMfa TestAccount ann) {
        TestBrowser browser = trusted(ann).with("User-Agent", WINDOWS);
        browser.enterPassword(ann);
        browser.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
        browser.post("/logout");

        assertThat(browser.enterPassword(ann).location()).isEqualTo("/");
        assertThat(jdbc.sql("select count(*) from trusted_device where account_id = :id")
                        .param("id", ann.id())
                        .query(Integer.class)
                        .single())
                .isOne();
    }
}
