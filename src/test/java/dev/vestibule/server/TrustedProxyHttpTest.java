package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Behind a proxy at 127.0.0.1, which its operator trusts and which writes an access log; 127.0.0.2 is nobody's. */
@VestibuleTest
@BehindProxy
@ExtendWith(OutputCaptureExtension.class)
class TrustedProxyHttpTest {
    private static final String SECRET = "the-secret-of-a-link";

    @Value("${server.tomcat.accesslog.directory}")
    Path logs;

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TestClock clock;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9|203.0.113.9",
                "6.6.6.6, 203.0.113.9|203.0.113.9",
                "6.6.6.6, 127.0.0.1, 203.0.113.9, 127.0.0.1|203.0.113.9",
                "2001:db9::7|2001:db9::7",
                "6.6.6.6,2001:db9::7, 2001:db8::1|2001:db9::7",
                "203.0.113.9:40000|203.0.113.9",
                "203.0.113.9:_port|203.0.113.9",
                "[2001:db9::7]:443|2001:db9::7",
                "[2001:db9::7]|2001:db9::7",
                "2001:DB9:0:0:0:0:0:7|2001:db9::7",
                "\"203.0.113.9:40000\"|203.0.113.9",
                "6.6.6.6, \"[2001:db9::7]:443\"|2001:db9::7",
                "::ffff:203.0.113.9|203.0.113.9",
                "[::ffff:203.0.113.9]:80, 127.0.0.1:5000|203.0.113.9",
                "203.0.113.9, ::ffff:127.0.0.1|203.0.113.9",
                "fe80::7%eth0|fe80::7",
                "6.6.6.6, 203.0.113.9, , |203.0.113.9",
                ",,203.0.113.9|203.0.113.9"
            })
    void addressWhenTheProxyIsTrustedThenTheLastThatIsNoProxys(
            String forwarded, String address, @WithPassword TestAccount ann) {
        browsers.open().with("X-Forwarded-For", forwarded).signIn(ann);

        assertThat(addressOfSession(ann)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown|127.0.0.1",
                "6.6.6.6, unknown|127.0.0.1",
                "6.6.6.6, _hidden, 2001:db8::1|2001:db8::1",
                "6.6.6.6, unix:|127.0.0.1",
                "6.6.6.6, 203.0.113.999|127.0.0.1",
                "6.6.6.6, 203.0.113.9:|127.0.0.1",
                "6.6.6.6, 203.0.113.9:port|127.0.0.1",
                "6.6.6.6, [203.0.113.9|127.0.0.1",
                "6.6.6.6, \"|127.0.0.1",
                "6.6.6.6, proxy.example|127.0.0.1",
                ",,,|127.0.0.1"
            })
    void addressWhenItCannotBeReadThenIsTheProxys(String forwarded, String address, @WithPassword TestAccount ann) {
        browsers.open().with("X-Forwarded-For", forwarded).signIn(ann);

        assertThat(addressOfSession(ann)).isEqualTo(address);
    }

    @Test
    void addressWhenItCannotBeReadThenThatIsSaidOnceAnHour(CapturedOutput output) {
        clock.pass(Duration.ofHours(1));
        String request = Wire.line("GET /login", "X-Forwarded-For: 6.6.6.6, some\u001bthing");

        Wire.send(browsers.port(), request);
        Wire.send(browsers.port(), request);
        assertThat(output).doesNotContain("\u001bthing");
        assertThat(unreadable(output)).isEqualTo(1);
        clock.pass(Duration.ofHours(1));
        Wire.send(browsers.port(), request);

        assertThat(unreadable(output)).isEqualTo(2);
    }

    private static int unreadable(CapturedOutput output) {
        return output.toString().split("from the proxy 127.0.0.1 holds no address", -1).length - 1;
    }

    @Test
    void addressWhenInSeveralHeadersThenTheyAreOneList() {
        String list = "X-Forwarded-For: ";

        Wire.send(
                browsers.port(),
                Wire.line("GET /login?one", list + "6.6.6.6", list + "203.0.113.9", list + "127.0.0.1"));
        Wire.send(
                browsers.port(),
                Wire.line("GET /login?two", list + "6.6.6.6, 203.0.113.10:1", list, list + "2001:db8::9"));
        browsers.open().get("/login?end-of-headers");

        assertThat(accessLog("end-of-headers")).contains("203.0.113.9 GET /login?one", "203.0.113.10 GET /login?two");
    }

    @Test
    void addressWhenTheListIsVeryLongThenItsEndDecides() {
        String proxies = "127.0.0.1,".repeat(700);

        Wire.send(
                browsers.port(),
                Wire.line("GET /login?one", "X-Forwarded-For: " + "6.6.6.6,".repeat(800) + "203.0.113.9"));
        Wire.send(browsers.port(), Wire.line("GET /login?two", "X-Forwarded-For: 6.6.6.6," + proxies));
        browsers.open().get("/login?end-of-list");

        assertThat(accessLog("end-of-list")).contains("203.0.113.9 GET /login?one", "127.0.0.1 GET /login?two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https, https|true",
                "HTTPS|true",
                "\"https\"|true",
                "https,|true",
                "https,http|false",
                "http,https|false",
                "wss|false"
            })
    void schemeWhenAListThenIsHttpsOnlyWhenEachIs(String schemes, boolean secure) {
        Page page = browsers.open()
                .with("X-Forwarded-Proto", schemes)
                .with("Host", "login.example.com")
                .get("/login");

        assertThat(page.headers().containsKey("strict-transport-security")).isEqualTo(secure);
    }

    private String addressOfSession(TestAccount account) {
        return jdbc.sql("select address from session where account_id = ?")
                .param(account.id())
                .query(String.class)
                .single();
    }

    @Test
    void headersWhenFromAnotherPeerThenIgnoredAndThatIsSaidOnce(CapturedOutput output) {
        String request = Wire.line(
                "GET /login",
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: hostile.example");

        String first = Wire.send("127.0.0.2", browsers.port(), request);
        String second = Wire.send("127.0.0.2", browsers.port(), request);

        assertThat(first + second).doesNotContain("Strict-Transport", "Secure", "hostile.example");
        assertThat(output.toString().split("X-Forwarded-For came from 127.0.0.2", -1))
                .hasSize(2);
    }

    @Test
    void schemeWhenTheProxyIsTrustedThenBelieved() {
        TestBrowser browser = browsers.open().with("X-Forwarded-Proto", "https").with("Host", "login.example.com");

        Page page = browser.get("/login");

        assertThat(page.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(page.setCookies()).singleElement().asString().contains("; Secure");
        SecurityHeaders.assertOnHttps(page);
        assertThat(browser.with("X-Forwarded-Proto", "https,http").get("/login").headers())
                .doesNotContainKey("strict-transport-security");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "login.example.com, -, https://login.example.com, 303",
                "login.example.com, -, http://login.example.com, 403",
                "login.example.com:8443, -, https://login.example.com:8443, 303",
                "login.example.com:443, -, https://login.example.com, 303",
                "vestibule:8080, login.example.com, https://login.example.com, 303",
                "vestibule:8080, login.example.com, https://vestibule:8080, 403",
                "vestibule:8080, 'login.example.com, inner.example', https://login.example.com, 303",
                "vestibule:8080, 'login.example.com:8443,inner', https://login.example.com:8443, 303",
                "vestibule:8080, '\"login.example.com\"', https://login.example.com, 303",
                "vestibule:8080, 'login.example.com, inner.example', https://inner.example, 403"
            })
    void originWhenTheProxyIsTrustedThenComparedWithWhatTheProxySays(
            String host, String forwardedHost, String origin, int status, @WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().with("X-Forwarded-Proto", "https").with("Host", host);
        if (forwardedHost != null) {
            browser.with("X-Forwarded-Host", forwardedHost);
        }
        browser.token();

        assertThat(browser.with("Origin", origin).enterPassword(ann).status()).isEqualTo(status);
    }

    @Test
    void linksWhenTheProxyNamesAHostThenStayPaths() {
        TestBrowser browser =
                browsers.open().with("X-Forwarded-Host", "hostile.example").with("X-Forwarded-Prefix", "/hostile");

        assertThat(browser.get("/preferences").location()).isEqualTo("/login");
        assertThat(browser.get("/login").body()).doesNotContain("hostile");
        assertThat(browser.signIn(accounts.withPassword("ann"))
                        .get("/preferences")
                        .body())
                .doesNotContain("hostile");
    }

    @Test
    void accessLogWhenALinkOrACredentialIsAskedForThenDoesNotHoldIt() {
        browsers.open().get("/set-password/" + SECRET);
        browsers.open().get("/set-password/" + SECRET + "?x=y");
        browsers.open().get("/SET-password/" + SECRET + "/z");
        browsers.open()
                .with("Referer", "http://localhost/set-password/" + SECRET)
                .get("/assets/favicon.svg");
        browsers.open()
                .with("Referer", "http://localhost/login?password=" + SECRET)
                .get("/assets/favicon.svg");
        browsers.open().get("/login?password=" + SECRET);
        for (String end : new String[] {"|", "%zz", "%00", "\"", "/%2e%2e"}) {
            Wire.send(browsers.port(), Wire.line("GET /set-password/" + SECRET + end));
            Wire.send(browsers.port(), Wire.line("GET /login?password=" + SECRET + end));
        }
        browsers.open().get("/login?the-end");

        assertThat(accessLog("the-end"))
                .contains("GET /set-password/*** HTTP/1.1", "GET /login?*** HTTP/1.1", "GET /login?the-end HTTP/1.1")
                .doesNotContain(SECRET);
    }

    /** A line is written after its answer was sent: what came last is waited for. */
    private String accessLog(String last) {
        long end = System.nanoTime() + 5_000_000_000L;
        String log = readAll();
        while (!log.contains(last) && System.nanoTime() < end) {
            log = readAll();
        }
        return log;
    }

    private String readAll() {
        try (var files = Files.list(logs)) {
            return files.map(TrustedProxyHttpTest::read).collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
