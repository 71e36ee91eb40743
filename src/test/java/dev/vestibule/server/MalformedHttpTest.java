package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Requests that no browser makes: refused, in the product's look, with the headers of every answer. */
@VestibuleTest
@ExtendWith(OutputCaptureExtension.class)
record MalformedHttpTest(Browsers browsers) {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%zz",
                "/[",
                "/<script>",
                "/a b",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/../../etc/passwd",
                "/assets/css/../../application.properties",
                "/assets/css/%2e%2e/%2e%2e/application.properties",
                "/assets/css/..%2f..%2fapplication.properties",
                "/assets/css/..%5c..%5capplication.properties",
                "/assets/webjars/%252e%252e/x",
                "/login;jsessionid=x",
                "/login;x=y/code",
                "/preferences;.css",
                "/assets/css/vestibule.css;x",
                "/login%3b",
                "/login%00",
                "/login%0d%0aX-Injected:%20y",
                "/login%2fcode",
                "/login\\code",
                "//login",
                "/login//code",
                "//evil.example/%2e%2e"
            })
    void targetWhenMalformedThenRefused(String target) {
        String answer = Wire.send(browsers.port(), Wire.line("GET " + target));

        assertRefused(answer);
        assertThat(answer).doesNotContain("X-Injected: y", "spring.", "root:");
    }

    /** Each warning would be one that anybody can have written as often as they like. */
    @ParameterizedTest
    @CsvSource({
        "PUT, /login, X-None, x",
        "PATCH, /login, X-None, x",
        "DELETE, /login/help, X-None, x",
        "POST, /error, X-None, x",
        "PUT, /error, X-None, x",
        "POST, /livez, X-None, x",
        "DELETE, /readyz, X-None, x",
        "PUT, /set-password/x, X-None, x",
        "POST, /set-password/x, X-None, x",
        "POST, /set-password, X-None, x",
        "POST, /assets/css/vestibule.css, X-None, x",
        "DELETE, /assets/favicon.svg, X-None, x",
        "POST, /.well-known/change-password, X-None, x",
        "PUT, /no-such-page, X-None, x",
        "POST, /login, Content-Type, text/plain",
        "POST, /login, Content-Type, x",
        "POST, /login/code, X-None, x",
        "GET, /login, Accept, application/x-none",
        "GET, /login, Accept, x",
        "GET, /livez, Accept, application/x-none",
        "GET, /assets/css/vestibule.css, Range, bytes=9-1",
        "GET, /assets/css/vestibule.css, If-Modified-Since, x",
        "GET, /api/v1/openapi.json, Accept, application/x-none",
        "POST, /api/v1/openapi.json, X-None, x"
    })
    void requestWhenAVisitorsThenWritesNoWarning(
            String method, String path, String header, String value, CapturedOutput output, TestBrowser visitor) {
        int status = visitor.send(method, path, "", "X-XSRF-TOKEN", visitor.token(), header, value)
                .status();

        assertThat(status).isLessThan(500);
        assertThat(output).doesNotContain(" WARN ", " ERROR ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/% HTTP/1.1\r\nHost: localhost",
                "GET /api/v1/[ HTTP/1.1\r\nHost: localhost",
                "GET /api/v1/users;x HTTP/1.1\r\nHost: localhost",
                "GET /api/v1//users HTTP/1.1\r\nHost: localhost",
                "GET /api/v1/users HTTP/1.1\r\nHost: a b",
                "REPORT /api/v1/users HTTP/1.1\r\nHost: localhost"
            })
    void targetWhenMalformedAndTheApisThenIsAProblem(String request) {
        String answer = Wire.send(browsers.port(), request + "\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "urn:vestibule:problem:malformed", "no-store")
                .doesNotContain("<html", "Set-Cookie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /login HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /login HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
                "GET /login HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
                "GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n: x\r\n\r\n",
                "GET /login HTTP/9.9\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: -1\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: x\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: junk\r\nConnection: close\r\n\r\n"
            })
    void requestWhenMalformedThenRefused(String request) {
        assertRefused(Wire.send(browsers.port(), request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "CONNECT /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "gibberish\r\n\r\n"
            })
    void requestWhenNobodyReadsItsAnswerThenRefusedWithoutAPage(String request) {
        String answer = Wire.send(browsers.port(), request);

        assertThat(Wire.status(answer)).isEqualTo(400);
        SecurityHeaders.assertOn(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "TRACK", "PROPFIND", "get", "JUNK"})
    void methodWhenUnknownThenRefused(String method) {
        assertRefused(Wire.send(browsers.port(), Wire.line(method + " /login", "Cookie: SESSION=secret")));
    }

    @Test
    void traceWhenAskedThenEchoesNothing() {
        assertThat(Wire.send(browsers.port(), Wire.line("TRACE /login", "Cookie: SESSION=secret")))
                .doesNotContain("secret");
    }

    @Test
    void optionsWhenAskedThenSaysWhatIsAllowedAndOpensNothingToOtherSites() {
        String answer = Wire.send(
                browsers.port(),
                Wire.line("OPTIONS /login", "Origin: https://evil.example", "Access-Control-Request-Method: POST"));

        assertThat(Wire.status(answer)).isLessThan(500);
        assertThat(answer).doesNotContainIgnoringCase("Access-Control-Allow");
        SecurityHeaders.assertOn(answer);
    }

    @Test
    void targetWhenOverlongThenRefused() {
        assertRefused(Wire.send(browsers.port(), Wire.line("GET /" + "x".repeat(40_000))));
        assertRefused(Wire.send(browsers.port(), Wire.line("GET /login?" + "x".repeat(40_000))));
    }

    @Test
    void headersWhenOverlongThenRefused() {
        assertRefused(Wire.send(browsers.port(), Wire.line("GET /login", "Cookie: x=" + "y".repeat(40_000))));
        assertRefused(Wire.send(browsers.port(), Wire.line("GET /login", "x: y\r\n".repeat(6_000) + "z: z")));
    }

    @Test
    void cookiesWhenMalformedThenIgnored() {
        String answer = Wire.send(
                browsers.port(), Wire.line("GET /login", "Cookie: ;;=;csrf;SESSION=\"a;REDIRECT_URI==;\u0001=\u0002"));

        assertThat(Wire.status(answer)).isIn(200, 400);
        SecurityHeaders.assertOn(answer);
    }

    /** In the product's look, with its headers, and without a word on what runs here. */
    private static void assertRefused(String answer) {
        assertThat(Wire.status(answer)).as(answer).isIn(302, 303, 400, 403, 404, 405, 413, 414, 431, 501, 505);
        SecurityHeaders.assertOn(answer);
        assertThat(answer).doesNotContain("Tomcat", "Exception", "\tat ");
        if (Wire.status(answer) >= 400) {
            assertThat(answer)
                    .contains("<main", "/assets/css/vestibule")
                    .containsIgnoringCase("cache-control: no-store");
        }
    }
}
