package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The username is filled in after a refused sign-in and after a new password, once, and never shown in an address. */
@VestibuleTest
record UsernameKeptHttpTest(Browsers browsers, TestAccounts accounts) {
    @Test
    void usernameWhenTheSignInFailedThenIsFilledInOnce(TestBrowser browser) {
        Page refused = browser.post("/login", "username", " Nobody-Known ", "password", "wrong");

        assertThat(refused.location()).isEqualTo("/login?error");
        assertThat(refused.setCookies())
                .filteredOn(cookie -> cookie.startsWith("username_hint="))
                .singleElement()
                .asString()
                .contains("; Path=/", "; Max-Age=30", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("nobody", "Domain");
        assertThat(browser.follow(refused).body()).contains("value=\"nobody-known\"");
        assertThat(browser.cookies()).doesNotContainKey("username_hint");
        assertThat(browser.get("/login?error").body()).doesNotContain("nobody-known");
    }

    @Test
    void usernameWhenTheAccountExistsThenIsKeptInTheSameWay(@WithPassword TestAccount ann, TestBrowser browser) {
        assertThat(browser.follow(browser.post("/login", "username", ann.login(), "password", "wrong"))
                        .body())
                .contains("value=\"" + ann.login() + "\"");
    }

    @ParameterizedTest
    @CsvSource({"a b, wrong", "a:b, wrong", "'', wrong", "my-secret, my-secret"})
    void usernameWhenItCannotBeOneOrIsThePasswordThenIsNotKept(String username, String password, TestBrowser browser) {
        browser.post("/login", "username", username, "password", password);

        assertThat(browser.cookies()).doesNotContainKey("username_hint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "YSBi", "PHNjcmlwdD4x"})
    void cookieWhenItIsForgedThenTheFieldIsEmptyOrShowsItAsText(String value, TestBrowser browser) {
        browser.cookies().put("username_hint", value);

        Page page = browser.get("/login");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("<script>1", "a b");
    }

    @Test
    void usernameWhenThePasswordWasSetByALinkThenIsFilledIn(@Autowired SetPasswordLinks links) {
        TestAccount ann = accounts.invited("ann", Role.USER);
        TestBrowser browser = browsers.open();
        String link = "/set-password/" + links.issue(ann.id()).token().text();

        Page set = browser.post(link, "new_password", ann.password(), "new_password_confirmation", ann.password());

        assertThat(set.location()).isEqualTo("/login?set");
        assertThat(browser.follow(set).body()).contains("value=\"" + ann.login() + "\"");
    }

    @Test
    void helpWhenAnybodyOpensItThenSaysWhomToAsk(TestBrowser browser) {
        assertThat(browser.get("/login").body()).contains("href=\"/login/help#password\"", "Forgot your password?");
        Page help = browser.get("/login/help");
        assertThat(help.status()).isEqualTo(200);
        assertThat(help.body()).contains("id=\"password\"", "id=\"codes\"", "ask an administrator");
        assertThat(browser.cookies()).doesNotContainKey("SESSION");
        assertThat(browser.follow(browser.get("/login/code")).status()).isEqualTo(200);

        TestAccount ann = accounts.withMfa("ann");
        browser.enterPassword(ann);
        for (String page : new String[] {"/login/code", "/login/recovery"}) {
            assertThat(browser.get(page).body()).contains("href=\"/login/help#codes\"", "Lost your phone and codes?");
        }
        assertThat(browser.get("/login/help").body()).isEqualTo(help.body());
    }

    @Test
    void formWhenItsSessionHadEndedThenItsPageSaysSoAfterTheSignIn(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        ann.clock().passWindow();
        String token = browser.token();
        browser.copy().post("/logout");

        Page form = browser.postRaw("/preferences/profile", "name=Ann&time_zone=UTC&_csrf=" + token);
        assertThat(form.location()).startsWith("/login");
        browser.enterPassword(ann);
        Page page = browser.enterCode(ann.code());

        assertThat(page.location()).isEqualTo("/preferences?done=unsaved");
        assertThat(browser.follow(page).body())
                .contains("Nothing was saved, because your session had ended.")
                .doesNotContain("value=\"Ann\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/preferences/password, /preferences/password",
        "/preferences/sessions/end-others, /preferences",
        "/preferences/trusted-devices/x/revoke, /preferences",
        "/preferences/api-keys/x/revoke, /preferences/api-keys/x/revoke",
        "/preferences/api-keys/end-all, /preferences/api-keys/end-all",
        "/preferences/api-keys/new, /preferences/api-keys/new",
        "/preferences/authenticators/new/cancel, /preferences",
        "/preferences/mfa/enable, /preferences/mfa/enable",
        "/preferences/authenticators/x/delete, /preferences/authenticators/x/delete",
        "/notices/read, /",
        "/notices/x/not-me, /notices/x/not-me",
        "/settings/users, /settings/users",
        "/settings/users/x/disable, /settings/users/x",
        "/settings/users/x/api-keys/y/revoke, /settings/users/x/api-keys/y/revoke",
        "/settings/parameters/auth.fresh_minutes, /settings/parameters",
        "/settings/companies/new, /settings/companies/new"
    })
    void formWhenItsSessionHadEndedThenLeadsToThePageItLivesOn(
            String form, String page, @WithPassword(Role.ADMIN) TestAccount ada, TestBrowser browser) {
        browser.post(form, "name", "x");

        assertThat(browser.enterPassword(ada).location()).isEqualTo(page + "?done=unsaved");
    }

    @Test
    void waitWhenThereIsOneThenSaysHowLongAndUntilWhenWithTheZone(@WithMfa TestAccount ann, TestBrowser browser) {
        for (int i = 0; i < 5; i++) {
            browser.enterPassword(ann);
            browser.enterCode("000000");
        }
        browser.enterPassword(ann);

        String page = browser.get("/login/code").body();

        assertThat(page.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " "))
                .containsPattern("Too many wrong codes\\. Try again in 30 seconds \\(\\d\\d:\\d\\d:\\d\\d UTC\\)\\.");
        assertThat(page)
                .contains("data-wait=\"30\"")
                .containsPattern("<time datetime=\"[0-9-]+T\\d\\d:\\d\\d:\\d\\dZ\"")
                .doesNotContainPattern("datetime=\"[^\"]*\\.");
    }
}
