package dev.vestibule.trusteddevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.encryption.Token;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class TrustedDeviceCookieTest {
    private static final UUID ALICE = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID BOB = UUID.fromString("00000000-0000-4000-8000-00000000000b");
    private static final UUID CAROL = UUID.fromString("00000000-0000-4000-8000-00000000000c");

    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void cookieWhenWrittenOverHttpsThenIsAHostCookie() {
        TrustedDeviceCookie.write(response, ALICE, new Token("secret"), true, Duration.ofDays(30));

        assertThat(response.getHeader("Set-Cookie"))
                .startsWith("__Host-trusted_device_" + ALICE + "=secret;")
                .contains("; Path=/", "; Max-Age=2592000", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
    }

    @Test
    void cookieWhenWrittenOverHttpThenHasNoSecureFlag() {
        TrustedDeviceCookie.write(response, ALICE, new Token("secret"), false, Duration.ofDays(1));

        assertThat(response.getHeader("Set-Cookie"))
                .startsWith("trusted_device_" + ALICE + "=secret;")
                .doesNotContain("Secure");
    }

    @Test
    void cookieWhenClearedThenExpiresAtOnce() {
        TrustedDeviceCookie.clear(response, ALICE, true);

        assertThat(response.getHeader("Set-Cookie"))
                .startsWith("__Host-trusted_device_" + ALICE + "=;")
                .contains("Max-Age=0");
    }

    @Test
    void tokenWhenReadThenIsThatOfTheAccountAndOfTheFlag() {
        request.setCookies(cookie(BOB, true, "bobs"), cookie(ALICE, false, "plain"), cookie(ALICE, true, "secure"));

        assertThat(TrustedDeviceCookie.read(request, ALICE, true)).contains(new Token("secure"));
        assertThat(TrustedDeviceCookie.read(request, ALICE, false)).contains(new Token("plain"));
        assertThat(TrustedDeviceCookie.read(request, BOB, false)).isEmpty();
    }

    @Test
    void tokenWhenThereIsNoCookieThenIsAbsent() {
        assertThat(TrustedDeviceCookie.read(request, ALICE, true)).isEmpty();
        assertThat(TrustedDeviceCookie.others(request, ALICE)).isZero();
    }

    @Test
    void othersWhenCountedThenAreAccountsAndNotCookies() {
        request.setCookies(
                cookie(ALICE, true, "a"),
                cookie(BOB, true, "b"),
                cookie(BOB, false, "b"),
                cookie(CAROL, false, "c"),
                new Cookie("SESSION", "x"));

        assertThat(TrustedDeviceCookie.others(request, ALICE)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"trusted_device_", "xtrusted_device_%s", "trusted_device_%s.x", "__Secure-trusted_device_%s"})
    void othersWhenTheNameIsAnotherThenAreNone(String name) {
        request.setCookies(new Cookie(name.replace("%s", BOB.toString()), "b"));

        assertThat(TrustedDeviceCookie.others(request, ALICE)).isZero();
    }

    @Test
    void tokensWhenPresentedThenAreHashesAndTheKindOfBrowser() {
        request.setCookies(cookie(ALICE, true, "secure"));
        request.addHeader("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");

        PresentedTokens presented = PresentedTokens.of(request, ALICE);

        assertThat(presented.secure()).isEqualTo(new Token("secure").hash());
        assertThat(presented.plain()).isEmpty();
        assertThat(presented.fingerprint()).isNotEmpty().isEqualTo(BrowserFingerprint.of(request));
    }

    @Test
    void tokensWhenNoneArePresentedThenTheBrowserDoesNotMatter() {
        request.addHeader("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");

        assertThat(PresentedTokens.of(request, ALICE).fingerprint()).isEmpty();
        assertThat(PresentedTokens.none().secure()).isEmpty();
        assertThat(PresentedTokens.none().plain()).isEmpty();
    }

    private static Cookie cookie(UUID account, boolean secure, String value) {
        return new Cookie(TrustedDeviceCookie.name(account, secure), value);
    }
}
