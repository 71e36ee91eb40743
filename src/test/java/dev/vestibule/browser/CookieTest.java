package dev.vestibule.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A real browser has its own mind about cookies. */
@BrowserTest
@VestibuleTest
class CookieTest {
    @LocalServerPort
    int port;

    @Autowired
    TestAccounts accounts;

    @Test
    void deviceCookieWhenGivenOnPlainLocalhostThenIsKeptSecureAndSentBack(Visitors visitors) {
        TestAccount account = accounts.withMfa("alice");
        Visitor alice = visitors.open(port);
        alice.enterPassword(account.login(), account.password()).isAt("/login/code");
        alice.field("Remember this device for 30 days").check();
        alice.enterCode(account.code()).isAt("/");

        Cookie cookie = cookie(alice, "__Host-trusted_device_" + account.id());

        assertThat(cookie.secure).isTrue();
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
        assertThat(cookie.path).isEqualTo("/");
        assertThat(cookie.domain).isEqualTo("localhost");
        assertThat(Duration.between(Instant.now(), Instant.ofEpochSecond(cookie.expires.longValue()))
                        .toHours())
                .isCloseTo(Duration.ofDays(30).toHours(), Offset.offset(1L));

        alice.signOut();
        Request next =
                alice.page().waitForRequest("**/", () -> alice.enterPassword(account.login(), account.password()));
        assertThat(next.allHeaders().get("cookie")).contains(cookie.name + "=");
        alice.isAt("/");
    }

    @Test
    void cookiesWhenAScriptAsksForThemThenAreNotThere(Visitors visitors) {
        TestAccount account = accounts.withMfa("alice");
        Visitor alice = visitors.open(port);
        alice.open("/preferences")
                .enterPassword(account.login(), account.password())
                .isAt("/login/code");
        alice.field("Remember this device for 30 days").check();
        alice.enterCode(account.code()).isAt("/preferences");

        assertThat(alice.page().evaluate("() => document.cookie")).isEqualTo("");
        assertThat(alice.page().context().cookies())
                .extracting(cookie -> cookie.name)
                .contains("SESSION", "csrf", "__Host-trusted_device_" + account.id());
        assertThat(alice.page().context().cookies()).allSatisfy(cookie -> {
            assertThat(cookie.httpOnly).as(cookie.name).isTrue();
            assertThat(cookie.sameSite).as(cookie.name).isEqualTo(SameSiteAttribute.LAX);
        });
    }

    private static Cookie cookie(Visitor visitor, String name) {
        return visitor.page().context().cookies().stream()
                .filter(cookie -> Objects.equals(cookie.name, name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the browser dropped " + name));
    }
}
