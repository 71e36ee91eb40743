package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/** A site with one name, and those who come under another. */
@VestibuleTest
@TestPropertySource(properties = "vestibule.public-url=https://login.example.com")
@ExtendWith(OutputCaptureExtension.class)
record HostHttpTest(Browsers browsers, Environment environment, TestClock clock) {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost",
                "127.0.0.1",
                "login.example.com.evil.example",
                "xlogin.example.com",
                "example.com",
                "login.example.com."
            })
    void requestWhenForAnotherHostThenMisdirectedWithALinkToTheRightOne(String host) {
        TestBrowser browser = browsers.open().with("Host", host);

        for (Page page : new Page[] {
            browser.get("/login"),
            browser.get("/assets/css/vestibule.css"),
            browser.get("/set-password/x"),
            browser.get("/no-such-page"),
            browser.postRaw("/login", "x=y")
        }) {
            assertThat(page.status()).isEqualTo(421);
            assertThat(page.body()).contains("<main", "href=\"https://login.example.com/\"");
            assertThat(page.body()).doesNotContain("evil");
            assertThat(page.setCookies()).isEmpty();
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
            SecurityHeaders.assertOnHttps(page);
        }
    }

    /** As nginx does without {@code proxy_set_header Host}: the browser is at the right address already. */
    @ParameterizedTest
    @CsvSource({"Referer, https://login.example.com/login", "Sec-Fetch-Site, same-origin"})
    void requestWhenAProxyDoesNotPassTheHostOnThenThePageDoesNotLeadToItself(String header, String value) {
        TestBrowser browser = browsers.open().with("Host", "127.0.0.1:8080");

        assertThat(browser.get("/login").body()).contains("proxy_set_header Host $host", "vestibule.trusted-proxies");
        Page again = browser.with(header, value).get("/");

        assertThat(again.status()).isEqualTo(421);
        assertThat(again.body())
                .contains("proxy_set_header Host $host")
                .doesNotContain("href=\"https://login.example.com/\"", "href=\"/\"");
    }

    @Test
    void requestWhenForAnotherHostThenThatIsSaidOnceAnHourForEachHost(CapturedOutput output) {
        clock.pass(Duration.ofHours(1));
        for (String host : new String[] {"one.example", "two.example", "ONE.example:81", "one.example"}) {
            browsers.open().with("Host", host).get("/login");
        }
        assertThat(warnings(output, "one.example")).isEqualTo(1);
        assertThat(warnings(output, "two.example")).isEqualTo(1);
        for (int i = 0; i < 150; i++) {
            browsers.open().with("Host", "number-" + i + ".example").get("/livez-or-not");
        }
        assertThat(warnings(output, "")).isEqualTo(100);
        clock.pass(Duration.ofHours(1));
        browsers.open().with("Host", "one.example").get("/login");

        assertThat(warnings(output, "one.example")).isEqualTo(2);
        assertThat(output).contains("vestibule.public-url is https://login.example.com", "X-Forwarded-Host");
    }

    private static int warnings(CapturedOutput output, String host) {
        return output.toString().split("A request for the host " + host, -1).length - 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"login.example.com", "LOGIN.Example.com", "login.example.com:8443", "login.example.com:80"})
    void requestWhenForThisHostThenAnsweredWhateverThePort(String host) {
        assertThat(browsers.open().with("Host", host).get("/login").status()).isEqualTo(200);
    }

    @Test
    void requestWhenAnUntrustedProxyClaimsTheHostThenStillMisdirected() {
        TestBrowser browser =
                browsers.open().with("Host", "evil.example").with("X-Forwarded-Host", "login.example.com");

        assertThat(browser.get("/login").status()).isEqualTo(421);
    }

    @Test
    void programWhenItComesUnderAnotherHostThenIsToldByAProblem() {
        ApiClient program = new ApiClient(browsers.port()).withPassword("admin", TestAccounts.PASSWORD);

        assertThat(program.get("/me")).hasToString("421 misdirected");
    }

    @Test
    void programWhenItMakesSomethingThenIsToldWhereByThePublicUrl(@WithPassword TestAccount ann) {
        ApiClient program = new ApiClient(browsers.port())
                .with("Host", "login.example.com")
                .withPassword("admin", TestAccounts.PASSWORD);

        assertThat(program.post("/users/" + ann.id() + "/password-link")
                        .json()
                        .path("url")
                        .asString())
                .startsWith("https://login.example.com/set-password/");
        assertThat(program.post("/users", "{\"login\": \"%s.2\", \"name\": \"X\"}".formatted(ann.login()))
                        .header("Location"))
                .startsWith("https://login.example.com/api/v1/users/");
    }

    @Test
    void healthWhenAskedUnderAnyHostThenAnswered() {
        int port = environment.getRequiredProperty("local.management.port", Integer.class);

        assertThat(new TestBrowser(port)
                        .with("Accept", "*/*")
                        .get("/actuator/health/liveness")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz"})
    void probeWhenAskedUnderAnyHostThenIsAnsweredInAWord(String path) {
        TestBrowser kubelet = browsers.open().with("Host", "10.0.0.7:8080").with("Cookie", "SESSION=forged");

        Page answer = kubelet.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.setCookies()).isEmpty();
        assertThat(kubelet.send("HEAD", path, "").status()).isEqualTo(200);
        for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS"}) {
            Page refused = kubelet.send(method, path, "");
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.header("Allow")).isEqualTo("GET, HEAD");
        }
        assertThat(kubelet.get(path + "/").status()).isEqualTo(421);
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.example.com, 303",
        "http://login.example.com, 403",
        "https://login.example.com:8443, 403",
        "https://evil.example, 403",
        "https://login.example.com.evil.example, 403",
        "null, 403"
    })
    void formWhenItsOriginIsGivenThenMustBeThatOfThePublicUrl(
            String origin, int status, @WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().with("Host", "login.example.com");
        String form = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + browser.token();

        // As a proxy that ends HTTPS passes it on: by HTTP, and under another port.
        Page answer = browser.with("Host", "login.example.com:8080")
                .with("Origin", origin)
                .postRaw("/login", form);

        assertThat(answer.status()).isEqualTo(status);
        SecurityHeaders.assertOnHttps(answer);
    }
}
