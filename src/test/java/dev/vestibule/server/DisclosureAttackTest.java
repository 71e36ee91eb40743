package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What headers and answers give away, and what a log keeps. */
@Tag("attack")
@ExtendWith(OutputCaptureExtension.class)
@VestibuleTest
record DisclosureAttackTest(Browsers browsers, TestAccounts accounts, JdbcClient jdbc) {
    @Test
    void answersWhenOfWhateverKindThenCarryTheHeadersAndNameNoVersion() {
        TestBrowser browser = browsers.open().signIn(accounts.withMfa("ann"));
        List<Page> answers = List.of(
                browsers.open().get("/login"),
                browsers.open().get("/preferences"),
                browser.get("/"),
                browser.get("/no-such-page"),
                browser.get("/settings"),
                browser.get("/logout"),
                browser.postRaw("/logout", ""),
                browser.postRaw("/preferences/profile", "name=a&name=b"),
                browser.send("TRACE", "/", ""),
                browser.get("/set-password/void"));

        for (Page answer : answers) {
            assertThat(answer.header("content-security-policy"))
                    .as(answer.toString())
                    .contains("default-src 'none'");
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.header("cache-control")).contains("no-store");
            assertThat(answer.headers()).doesNotContainKeys("server", "x-powered-by");
            assertThat(answer.body().toLowerCase(Locale.ROOT)).doesNotContain("tomcat", "spring", "stack", "java.");
        }
    }

    @Test
    void sessionIdThenStandsOnNoPage() {
        TestBrowser browser = browsers.open().signIn(accounts.withMfa("ann"));
        String cookie = browser.cookies().get("SESSION");
        String id = cookie.substring(0, cookie.indexOf('.'));

        for (String path : List.of("/", "/preferences", "/no-such-page", "/settings")) {
            assertThat(browser.get(path).body()).as(path).doesNotContain(id);
        }
    }

    @Test
    void logWhenEverybodyIsBusyThenHoldsNoSecret(CapturedOutput output) {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = browsers.open();
        browser.post("/login", "username", "a-password-typed-as-login", "password", "a-wrong-password");
        browser.enterPassword(ann);
        browser.enterCode("987654");
        String code = ann.code();
        browser.post("/login/code", "confirmation_code", code, "remember_device", "on");
        browser.get("/set-password/a-token-of-a-link");
        String cookies = String.join(" ", browser.cookies().values());

        assertThat(output.getAll())
                .doesNotContain("a-password-typed-as-login", "a-wrong-password", ann.password(), "987654", code)
                .doesNotContain("a-token-of-a-link");
        for (String secret : cookies.split(" ")) {
            assertThat(output.getAll()).doesNotContain(secret);
        }
    }

    @Test
    void databaseWhenReadThenHoldsNoSecretInClear() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = Target.trusted(browsers, ann);
        browsers.open().post("/login", "username", "a-password-typed-as-login", "password", "wrong");

        List<String> secrets = new ArrayList<>(browser.cookies().values());
        secrets.addAll(List.of(ann.password(), "a-password-typed-as-login"));
        List<String> tables = jdbc.sql("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list();
        assertThat(tables).contains("account", "audit_event", "session");
        // One table after the other: all of what other tests have left would take longer than a statement may.
        for (String table : tables) {
            assertThat(jdbc.sql("select row::text from " + table + " row")
                            .query(String.class)
                            .list())
                    .as(table)
                    .noneMatch(row -> secrets.stream().anyMatch(row::contains));
        }
    }
}
