package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The headers that every answer carries, and how long each may be kept. */
@VestibuleTest
@ExtendWith(OutputCaptureExtension.class)
record HeadersHttpTest(Browsers browsers, TestAccounts accounts, JdbcClient jdbc) {
    private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"(/[^\"]+\\.(?:css|js|svg))\"");

    @Test
    void answerWhateverItIsThenCarriesTheHeadersAndIsNotStored(
            @WithMfa TestAccount ann, TestBrowser visitor, TestBrowser pending) {
        Map<String, Page> answers = new LinkedHashMap<>();

        answers.put("login page", visitor.get("/login"));
        answers.put("redirect to the login", visitor.get("/preferences"));
        answers.put("no token", visitor.postRaw("/login", "x=y"));
        answers.put("doubled", visitor.get("/login?x=1&x=2"));
        answers.put("void link", visitor.get("/set-password/x"));
        answers.put("malformed", visitor.postRaw("/login", "x=%zz"));
        answers.put("credential", visitor.get("/login?password=x"));
        answers.put("no form", visitor.send("POST", "/login", "{}", "Content-Type", "application/json"));
        answers.put("from elsewhere", visitor.send("POST", "/login", "", "Origin", "https://evil.example"));
        answers.put("firewall", visitor.get("/login;x=y"));
        answers.put("too large", visitor.postRaw("/login", "x".repeat(70_000)));
        answers.put("wrong method", visitor.get("/logout"));
        answers.put("no icon", visitor.get("/favicon.ico"));
        answers.put("no such file", visitor.get("/assets/css/no-such.css"));
        answers.put("refused", visitor.post("/login", "username", "x", "password", "y"));
        answers.put("accepted", pending.enterPassword(ann));
        answers.put("code page", pending.get("/login/code"));
        answers.put("accepted code", pending.enterCode(ann.code()));
        answers.put("not found", pending.get("/no-such-page"));
        answers.put("forbidden", pending.get("/settings"));
        answers.put("behind the door", pending.get("/preferences"));
        answers.put("logout", pending.post("/logout"));

        answers.forEach((what, answer) -> {
            assertHeaders(what, answer);
            assertThat(answer.headers().get("cache-control")).as(what).containsExactly("no-store");
            assertTellsNothing(what, answer, pending);
        });
        assertThat(answers.get("no form").status()).isEqualTo(415);
        assertThat(answers.get("from elsewhere").status()).isEqualTo(403);
        assertThat(answers.get("void link").status()).isEqualTo(410);
        assertThat(answers.get("no icon").status()).isEqualTo(404);
        assertThat(answers.get("no such file").status()).isEqualTo(404);
    }

    @Test
    void faultWhenAStatementFailsThenCarriesTheHeadersAndIsTellingNobody(CapturedOutput output) {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        jdbc.sql("alter table set_password_link rename to set_password_link_away")
                .update();
        try {
            Page fault = browser.get("/set-password/the-secret-of-a-link");

            assertThat(fault.status()).isEqualTo(500);
            assertHeaders("fault", fault);
            assertThat(fault.header("Cache-Control")).isEqualTo("no-store");
            assertTellsNothing("fault", fault, browser);
            assertThat(fault.body()).contains("<main").doesNotContain("set_password_link", "PSQL", "select");
        } finally {
            jdbc.sql("alter table set_password_link_away rename to set_password_link")
                    .update();
        }
        assertThat(output).contains("set_password_link").doesNotContain("the-secret-of-a-link");
    }

    /** No name and version of what runs here, no stack trace, and nobody's session. */
    private static void assertTellsNothing(String what, Page answer, TestBrowser browser) {
        assertThat(answer.body())
                .as(what)
                .doesNotContain("Tomcat", "Spring", "PostgreSQL", "Thymeleaf", "Exception", "\tat ", "dev.vestibule")
                .doesNotContainPattern("Vestibule[ /][0-9]");
        Optional.ofNullable(browser.cookies().get("SESSION"))
                .ifPresent(session -> assertThat(answer.body()).as(what).doesNotContain(session.split("\\.")[0]));
    }

    @Test
    void staticFilesWhenLinkedThenHashedByContentAndKeptForAYear() {
        Page login = browsers.open().get("/login");
        List<String> files = LINKED.matcher(login.body())
                .results()
                .map(file -> file.group(1))
                .distinct()
                .toList();

        assertThat(files).hasSizeGreaterThanOrEqualTo(4).allSatisfy(file -> {
            assertThat(file).containsPattern("-[0-9a-f]{32}\\.");
            Page answer = browsers.open().send("GET", file, "", "Accept", "*/*");
            assertThat(answer.status()).as(file).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).isEqualTo("max-age=31536000, public");
            assertThat(answer.setCookies()).isEmpty();
            assertHeaders(file, answer);
        });
        assertThat(login.body()).doesNotContainPattern("<script(?![^>]* src=)").doesNotContain("<style", " style=");
    }

    @Test
    void pageWhenForwardedHeadersClaimHttpsThenBelievesNothing() {
        TestBrowser browser = browsers.open()
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", "evil.example")
                .with("X-Forwarded-Prefix", "/evil")
                .with("X-Forwarded-For", "6.6.6.6")
                .with("Forwarded", "for=6.6.6.6;host=evil.example;proto=https");

        Page page = browser.get("/login");
        assertHeaders("forwarded", page);
        assertThat(page.body()).doesNotContain("evil");
        assertThat(browser.get("/preferences").location()).isEqualTo("/login");
        assertThat(browser.enterPassword(accounts.withPassword("ann")).location())
                .isEqualTo("/preferences");
    }

    @Test
    void locationWhenTheHostIsForgedThenRelative() {
        String answer = Wire.send(
                browsers.port(),
                "GET /preferences HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nAccept: text/html\r\n\r\n");

        assertThat(answer).contains("\r\nLocation: /login\r\n");
        assertThat(answer.replaceAll("REDIRECT_URI=[^;]*", "")).doesNotContain("evil.example");
    }

    private static void assertHeaders(String what, Page answer) {
        assertThat(answer.status()).as(what).isPositive();
        SecurityHeaders.assertOn(answer);
    }
}
