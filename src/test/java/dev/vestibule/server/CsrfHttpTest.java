package dev.vestibule.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No form without this browser's token; a token ends with the step it was made for. */
@VestibuleTest
record CsrfHttpTest(Browsers browsers, TestAccounts accounts) {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/login/code",
                "/login/recovery",
                "/login/clock",
                "/logout",
                "/",
                "/no-such-page",
                "/set-password/x",
                "/preferences/profile",
                "/preferences/password",
                "/preferences/mfa/enable",
                "/preferences/mfa/disable",
                "/preferences/authenticators/new",
                "/preferences/recovery-codes",
                "/preferences/authenticators/new/cancel",
                "/preferences/authenticators/00000000-0000-0000-0000-000000000000/delete",
                "/preferences/trusted-devices/00000000-0000-0000-0000-000000000000/revoke",
                "/preferences/trusted-devices/revoke-all",
                "/settings/users/new",
                "/settings/users/00000000-0000-0000-0000-000000000000",
                "/settings/users/00000000-0000-0000-0000-000000000000/disable",
                "/settings/users/00000000-0000-0000-0000-000000000000/enable",
                "/settings/users/00000000-0000-0000-0000-000000000000/role",
                "/settings/users/00000000-0000-0000-0000-000000000000/delete",
                "/settings/users/00000000-0000-0000-0000-000000000000/mfa-disable",
                "/settings/users/00000000-0000-0000-0000-000000000000/password-link",
                "/settings/users/00000000-0000-0000-0000-000000000000/revoke-trusted-devices",
                "/settings/parameters/auth_totp.secure_cookie",
                "/settings/parameters/auth_totp.secure_cookie/reset"
            })
    void formWhenItsTokenIsMissingWrongOrAnothersThenForbidden(String path, @WithPassword(Role.ADMIN) TestAccount ada) {
        String foreign = browsers.open().token();
        TestBrowser visitor = browsers.open();
        TestBrowser administrator = browsers.open().signIn(ada);

        for (TestBrowser browser : List.of(visitor, administrator)) {
            browser.token();
            String raw = browser.cookies().get("csrf");
            assertForbidden(browser.postRaw(path, "x=y"));
            assertForbidden(browser.postRaw(path, "_csrf="));
            assertForbidden(browser.postRaw(path, "_csrf=wrong"));
            assertForbidden(browser.postRaw(path, "_csrf=" + raw));
            assertForbidden(browser.postRaw(path, "_csrf=" + foreign));
            for (String method : List.of("PUT", "PATCH", "DELETE")) {
                assertForbidden(browser.send(method, path, ""));
            }
        }
        assertThat(administrator.isSignedIn()).isTrue();
    }

    private static void assertForbidden(Page page) {
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("<main").doesNotContain("Whitelabel", "Exception");
    }

    @Test
    void tokenWhenTheCookieIsTakenAwayThenForbidden(TestBrowser browser) {
        String token = browser.token();
        browser.cookies().clear();

        assertForbidden(browser.postRaw("/login", "username=x&password=y&_csrf=" + token));
    }

    @Test
    void tokenWhenAStepIsDoneThenTheOldOneIsVoid(@WithMfa TestAccount ann, TestBrowser browser) {
        String first = browser.token();
        String form = "confirmation_code=" + ann.code() + "&_csrf=";

        browser.enterPassword(ann);
        String second = browser.token();
        assertForbidden(browser.postRaw("/login/code", form + first));
        assertThat(browser.postRaw("/login/code", form + second).location()).isEqualTo("/");

        assertForbidden(browser.postRaw("/logout", "_csrf=" + first));
        assertForbidden(browser.postRaw("/logout", "_csrf=" + second));
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void tokenWhenSignedOutThenTheOldOneIsVoid() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));
        String token = browser.token();
        browser.postRaw("/logout", "_csrf=" + token);

        assertForbidden(browser.postRaw("/logout", "_csrf=" + token));
    }

    @Test
    void cookieWhenGivenThenOutOfReachOfScripts() {
        assertThat(browsers.open().get("/login").setCookies())
                .singleElement()
                .asString()
                .startsWith("csrf=")
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/login, /login",
        "https://evil.example/login, /login",
        "https://evil.example, /",
        "https://evil.example//evil.example/, /",
        "javascript:alert(1), /",
        "http://[, /"
    })
    void pageOfTheErrorWhenAFormWasRefusedThenLinksToItsPageAndNeverElsewhere(String referer, String link) {
        String page = browsers.open()
                .with("Referer", referer)
                .postRaw("/login", "x=y")
                .body();

        assertThat(page).contains("href=\"" + link + "\"").doesNotContain("evil", "javascript");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logout",
                "/preferences/profile",
                "/preferences/authenticators/new/cancel",
                "/preferences/trusted-devices/revoke-all",
                "/settings/parameters/auth_totp.secure_cookie",
                "/settings/parameters/auth_totp.secure_cookie/reset",
                "/settings/users/00000000-0000-0000-0000-000000000000/disable"
            })
    void formWhenAskedForByGetThenNotAllowed(String path) {
        TestBrowser administrator = browsers.open().signIn(accounts.withPassword("ada", Role.ADMIN));

        Page page = administrator.get(path);

        assertThat(page.status()).isEqualTo(405);
        assertThat(page.header("Allow")).contains("POST");
        assertThat(administrator.isSignedIn()).isTrue();
    }

    @Test
    void logoutWhenAVisitorAsksByGetThenNotAllowed() {
        assertThat(browsers.open().get("/logout").status()).isEqualTo(405);
    }
}
