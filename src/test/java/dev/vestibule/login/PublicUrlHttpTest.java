package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** A site that users reach by HTTPS, whatever this server sees of the connection. */
@VestibuleTest
@TestPropertySource(properties = "vestibule.public-url=https://login.example.com")
record PublicUrlHttpTest(Browsers browsers, TestAccounts accounts) {
    @Test
    void cookiesWhenTheSiteIsHttpsThenOfThisHostAloneAndSecure(@WithMfa TestAccount ann) {
        TestBrowser browser = open();

        assertCookie(browser.get("/preferences"), "REDIRECT_URI");
        assertCookie(browser.get("/login"), "__Host-csrf");
        assertCookie(browser.enterPassword(ann), "__Host-SESSION");
        Page accepted = browser.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
        assertCookie(accepted, "__Host-SESSION");
        assertCookie(accepted, "__Host-trusted_device_" + ann.id());
        assertCookie(accepted, "__Host-known_browser");
        assertThat(accepted.location()).isEqualTo("/preferences");
        Page out = browser.post("/logout");
        assertCookie(out, "__Host-SESSION");
        assertThat(browser.cookies()).containsOnlyKeys("__Host-trusted_device_" + ann.id(), "__Host-known_browser");
    }

    private static void assertCookie(Page page, String name) {
        assertThat(page.setCookies())
                .filteredOn(cookie -> cookie.startsWith(name + "="))
                .singleElement()
                .asString()
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
    }

    @Test
    void sessionWhenItsCookieLacksThePrefixThenIgnored() {
        TestBrowser browser = open().signIn(accounts.withPassword("ann"));
        TestBrowser thief = open();
        thief.cookies().put("SESSION", browser.cookies().get("__Host-SESSION"));

        assertThat(thief.get("/").location()).isEqualTo("/login");
        assertThat(browser.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/preferences", "/no-such-page", "/assets/css/vestibule.css", "/%2e%2e", "/["})
    void answerWhenTheSiteIsHttpsThenTellsBrowsersToStayThereAndPathsStayRelative(String path) {
        String answer = get(path, "login.example.com");

        assertThat(answer).containsOnlyOnce("\r\nStrict-Transport-Security: max-age=31536000\r\n");
        assertThat(answer).doesNotContain("Location: http", "includeSubDomains");
    }

    @Test
    void answerWhenOnLocalhostThenDoesNotBindItToHttps() {
        assertThat(get("/login", "localhost")).doesNotContain("Strict-Transport-Security");
    }

    @Test
    void codePageWhenTheSiteIsHttpsThenOffersToRememberBehindAProxyToo() {
        TestBrowser browser = open();
        browser.enterPassword(accounts.withMfa("ann"));

        assertThat(browser.get("/login/code").body()).contains("name=\"remember_device\"");
    }

    private TestBrowser open() {
        return browsers.open().with("Host", "login.example.com");
    }

    private String get(String path, String host) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), browsers.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
