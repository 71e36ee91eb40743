package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no form of ours sends is refused before anybody looks at it. */
@VestibuleTest
record LimitsHttpTest(Browsers browsers) {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @Test
    void fieldWhenDoubledThenBadRequest(@WithPassword TestAccount ann, TestBrowser browser) {
        String login = "username=" + ann.login();
        String password = "password=" + ann.password();
        String token = "_csrf=" + browser.token();

        assertThat(browser.postRaw("/login", String.join("&", login, login, password, token))
                        .status())
                .isEqualTo(400);
        assertThat(browser.postRaw("/login?" + login, String.join("&", login, password, token))
                        .status())
                .isEqualTo(400);
        assertThat(browser.postRaw("/login", String.join("&", login, password, "password=", token))
                        .status())
                .isEqualTo(400);
        assertThat(browser.postRaw("/login", String.join("&", login, password, token, token))
                        .status())
                .isEqualTo(400);
        assertThat(browser.get("/login?error&error").status()).isEqualTo(400);
        assertThat(browser.get("/no-such-page?x=1&x=2").status()).isEqualTo(400);
        assertThat(browser.cookies()).containsOnlyKeys("csrf");
        assertThat(browser.postRaw("/login", String.join("&", login, password, token))
                        .location())
                .isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/login/code", "/preferences/profile", "/no-such-page"})
    void bodyWhenOver64KibThenTooLarge(String path) {
        String body = "x=" + "y".repeat(64 * 1024);

        assertThat(browsers.open().postRaw(path, body).status()).isEqualTo(413);
        String chunked = Wire.send(
                browsers.port(),
                Wire.line("POST " + path, "Transfer-Encoding: chunked", FORM) + Integer.toHexString(body.length())
                        + "\r\n" + body + "\r\n0\r\n\r\n");
        assertThat(Wire.status(chunked)).isEqualTo(413);
        SecurityHeaders.assertOn(chunked);
        assertThat(chunked).contains("<main");
    }

    @Test
    void bodyWhenExactly64KibThenLookedAt(TestBrowser browser) {
        String form = "username=x&password=y&_csrf=" + browser.token() + "&z=";

        assertThat(browser.postRaw("/login", form + "z".repeat(64 * 1024 - form.length()))
                        .location())
                .isEqualTo("/login?error");
    }

    @Test
    void headersWhenCookiesOfOtherApplicationsTake30KbThenAreTaken(@WithPassword TestAccount ann, TestBrowser browser) {
        for (int i = 0; i < 10; i++) {
            browser.cookies().put("other" + i, "x".repeat(3000));
        }

        assertThat(browser.signIn(ann).get("/preferences").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /login", "POST /login", "GET /api/v1/me"})
    void headersWhenCookiesTakeMoreThan32KbThenThePageSaysWhatToDo(String target) {
        String answer = Wire.send(
                browsers.port(),
                Wire.line(target, "Cookie: " + "other=" + "x".repeat(3000) + "; " + "y=" + "z".repeat(32 * 1024)));

        assertThat(Wire.status(answer)).isIn(400, 431);
        SecurityHeaders.assertOn(answer);
        if (!target.contains("/api")) {
            assertThat(answer).contains("<main", "cookies");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 99999999999", "Content-Length: 9223372036854775807"})
    void bodyWhenOnlyAnnouncedThenTooLargeAtOnce(String length) {
        assertThat(Wire.statusBeforeTheBody(browsers.port(), Wire.line("POST /login", length, FORM)))
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|{\"username\": \"x\", \"password\": \"y\"}",
                "text/plain|username=x&password=y",
                "application/xml|<x/>",
                "application/octet-stream|x",
                "junk|x",
                "multipart/form-data|x"
            })
    void bodyWhenNoFormThenRefused(String type, String body, TestBrowser browser) {
        browser.token();

        assertThat(browser.send("POST", "/login", body, "Content-Type", type).status())
                .isBetween(400, 499);
        assertThat(browser.send("POST", "/login/code", body, "Content-Type", type)
                        .status())
                .isBetween(400, 499);
    }

    @Test
    void bodyWhenMultipartWithEverythingInItThenRefused(@WithPassword TestAccount ann, TestBrowser browser) {
        String form = part("username", ann.login()) + part("password", ann.password()) + part("_csrf", browser.token())
                + "--edge--\r\n";

        assertThat(browser.send("POST", "/login", form, "Content-Type", "multipart/form-data; boundary=edge")
                        .status())
                .isBetween(400, 499);
        assertThat(browser.isSignedIn()).isFalse();
    }

    private static String part(String name, String value) {
        return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    @Test
    void bodyWhenWithoutATypeThenRefused() {
        String answer =
                Wire.send(browsers.port(), Wire.line("POST /login", "Content-Length: 21") + "username=x&password=y");

        assertThat(Wire.status(answer)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x=%zz&y", "x=%", "%=x", "x=%f", "=", "&&&", "x=%ff%fe", "%00=%00"})
    void bodyWhenMalformedThenRefusedWithoutAFault(String body) {
        assertThat(browsers.open().postRaw("/login", body).status()).isBetween(400, 499);
    }

    @Test
    void fieldsWhenThereAreVeryManyThenRefused() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            body.append("f").append(i).append("=&");
        }

        assertThat(browsers.open().postRaw("/login", body.toString()).status()).isBetween(400, 499);
    }
}
