package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Arbitrary bytes in every input: never a fault, never a sign-in. */
@Tag("attack")
@VestibuleTest
record InputAttackTest(Browsers browsers, TestAccounts accounts, JdbcClient jdbc) {
    @BeforeEach
    @AfterEach
    void otherAttacksComeFromHereToo() {
        jdbc.sql("delete from throttle").update();
    }

    static Stream<String> nasty() {
        return Stream.of(
                "",
                " ",
                "\0",
                "123456\0",
                "\r\nSet-Cookie: a=b",
                "' or 1=1 --",
                "${7*7}",
                "#{T(java.lang.Runtime)}",
                "__${7*7}__::x",
                "<script>alert(1)</script>",
                "../../../../etc/passwd",
                "%00%0d%0a",
                "\uD800",
                "\u202E\u0000\uFFFF",
                "\u0661\u0662\u0663\u0664\u0665\u0666",
                "9".repeat(5000),
                "%".repeat(100),
                "{\"a\":1}",
                "a;b=c",
                "\uD83D\uDE00".repeat(200));
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void anythingWhenTypedAnywhereThenIsNeverAFault(String text, @WithMfa TestAccount ann, TestBrowser browser) {
        assertHandled(browser.post("/login", "username", text, "password", text));
        assertHandled(browser.post("/login", "username", ann.login(), "password", text));
        TestBrowser pending = Target.pending(browsers, ann);
        assertHandled(pending.enterCode(text));
        assertHandled(pending.post("/login/code", text.isEmpty() ? "x" : text, text));
        TestBrowser inside = browsers.open().signIn(ann);
        assertHandled(inside.post("/preferences/profile", "name", text, "time_zone", text));
        assertHandled(inside.post("/preferences/authenticators/new", "name", text, "confirmation_code", text));
        assertHandled(inside.post(
                "/preferences/password",
                "current_password",
                text,
                "new_password",
                text,
                "new_password_confirmation",
                text));
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        for (String path : List.of(
                "/preferences?after=" + encoded,
                "/preferences?done=" + encoded,
                "/login?error=" + encoded,
                "/preferences/authenticators/" + encoded + "/delete",
                "/set-password/" + encoded,
                "/" + encoded)) {
            assertHandled(inside.get(path));
        }
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void anythingWhenSentByAnAdministratorThenIsNeverAFault(String text) {
        TestBrowser admin = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        for (String path : List.of(
                "/settings/users?q=" + encoded,
                "/settings/users?state=" + encoded,
                "/settings/users?after=" + encoded,
                "/settings/users?size=" + encoded,
                "/settings/users/" + encoded,
                "/settings/audit?account=" + encoded,
                "/settings/audit?address=" + encoded,
                "/settings/audit?from=" + encoded,
                "/settings/audit?kind=" + encoded,
                "/settings/audit?after=" + encoded)) {
            assertHandled(admin.get(path));
        }
        assertHandled(admin.post(
                "/settings/users/new", "login", text, "name", text, "email", text, "company", text, "role", text));
        assertHandled(admin.post("/settings/parameters/auth_totp.secure_cookie", "value", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SESSION",
                "csrf",
                "REDIRECT_URI",
                "known_browser",
                "__Host-trusted_device_00000000-0000-0000-0000-000000000000"
            })
    void anythingWhenSentAsACookieThenIsNeverAFault(String name) {
        for (String value : List.of(
                "", "x", "a.b", "%00", "====", "/w==", "Ly9ldmlsLmV4YW1wbGU=", "x".repeat(3000), "\"quoted\"")) {
            TestBrowser browser = browsers.open();
            browser.cookies().put(name, value);
            assertHandled(browser.get("/"));
            assertHandled(browser.get("/login"));
            assertHandled(browser.postRaw("/login", "username=x&password=y&_csrf=z"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Agent",
                "Accept",
                "Accept-Language",
                "Referer",
                "X-Forwarded-For",
                "Content-Type",
                "Authorization"
            })
    void anythingWhenSentAsAHeaderThenIsNeverAFault(String header) {
        for (String value :
                List.of("x", ",;=", "q=nan", "x".repeat(4000), "%n%n", "${jndi:ldap://x}", "text/html;charset=nope")) {
            TestBrowser browser = browsers.open().with(header, value);
            assertHandled(browser.get("/login"));
            assertHandled(browser.get("/preferences"));
            assertHandled(browser.send("POST", "/login", "username=x&password=y", header, value));
        }
    }

    @Test
    void fieldsWhenDoubledThenAreRefusedAndSpendNothing(@WithMfa TestAccount ann) {
        TestBrowser browser = Target.pending(browsers, ann);
        String form = "confirmation_code=" + Target.WRONG_CODE + "&confirmation_code=" + ann.code() + "&_csrf="
                + browser.token();

        assertThat(browser.postRaw("/login/code", form).status()).isEqualTo(400);
        Target.assertOutside(browser);
    }

    @Test
    void bodyWhenTooLargeThenIsRefused(TestBrowser browser) {
        String form = "username=x&password=" + "y".repeat(70_000) + "&_csrf=" + browser.token();

        assertThat(browser.postRaw("/login", form).status()).isEqualTo(413);
    }

    @Test
    void credentialsWhenInTheAddressThenAreRefused(@WithPassword TestAccount ann, TestBrowser browser) {
        String token = browser.token();

        assertThat(browser.postRaw("/login?username=" + ann.login() + "&password=" + ann.password(), "_csrf=" + token)
                        .status())
                .isEqualTo(400);
        assertThat(browser.isSignedIn()).isFalse();
    }

    private static void assertHandled(Page answer) {
        assertThat(answer.status()).as(answer.toString()).isLessThan(500);
        assertThat(answer.body()).doesNotContain("Exception", "at dev.vestibule", "<script>alert(1)</script>");
    }
}
