package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Requests under another host name than that of vestibule.public-url. */
@Tag("attack")
@VestibuleTest
@TestPropertySource(properties = "vestibule.public-url=https://login.example.com")
record HostAttackTest(Browsers browsers) {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "login.example.com.evil.example",
                "evil.login.example.com",
                "login.example.com@evil.example",
                "127.0.0.1",
                "localhost"
            })
    void pageWhenUnderAnotherNameThenIsMisdirected(String host) {
        for (String path : new String[] {"/login", "/", "/no-such-page"}) {
            Page page = browsers.open().with("Host", host).get(path);

            assertThat(page.status()).as(path).isIn(400, 421);
            assertThat(page.body()).doesNotContain("evil.example");
            assertThat(page.setCookies()).isEmpty();
        }
    }

    @Test
    void formWhenUnderAnotherNameThenIsNotTaken(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().with("Host", "login.example.com");
        String form = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + browser.token();
        TestBrowser elsewhere = browser.copy().with("Host", "evil.example");

        assertThat(elsewhere.postRaw("/login", form).status()).isEqualTo(421);
        assertThat(elsewhere.with("Host", "login.example.com").isSignedIn()).isFalse();
    }

    @Test
    void nameWhenForgedByForwardedHeadersThenChangesNothing() {
        TestBrowser browser = browsers.open()
                .with("Host", "evil.example")
                .with("X-Forwarded-Host", "login.example.com")
                .with("Forwarded", "host=login.example.com");

        assertThat(browser.get("/login").status()).isEqualTo(421);
    }
}
