package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where each address leads, at each step of the login. */
@VestibuleTest
record StepsHttpTest(Browsers browsers, TestAccounts accounts, TestClock clock) {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/preferences",
                "/preferences/authenticators/new",
                "/settings",
                "/settings/users",
                "/no-such-page",
                "/login/code",
                "/login/recovery",
                "/error",
                "/actuator/health"
            })
    void pageWhenNotSignedInThenTheStepOneIsAt(String path, @WithMfa TestAccount ann, TestBrowser browser) {
        assertLeads(browser.get(path), 302, "/login");

        browser.enterPassword(ann);
        if (!List.of("/login/code", "/login/recovery").contains(path)) {
            assertLeads(browser.get(path), 302, "/login/code");
        }

        clock.pass(Duration.ofMinutes(10));
        assertLeads(browser.get(path), 302, "/login?expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/preferences",
                "/preferences/mfa/disable",
                "/preferences/authenticators/new",
                "/preferences/trusted-devices/revoke-all",
                "/settings/parameters/auth_totp.secure_cookie",
                "/no-such-page"
            })
    void formWhenNotSignedInThenTheStepOneIsAtByGet(String path, @WithMfa TestAccount ann, TestBrowser browser) {
        assertLeads(browser.post(path, "value", "0"), 303, "/login");

        browser.enterPassword(ann);
        assertLeads(browser.post(path, "value", "0"), 303, "/login/code");

        clock.pass(Duration.ofMinutes(10));
        assertLeads(browser.post(path, "value", "0"), 303, "/login?expired");
    }

    @Test
    void codeFormWhenNoPasswordWasGivenThenTheFirstStep(@WithMfa TestAccount ann, TestBrowser browser) {
        assertLeads(browser.enterCode(ann.code()), 303, "/login");
        assertThat(browser.cookies()).doesNotContainKey("SESSION");
        assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void codeFormWhenTheCodeIsAnotherUsersThenWrongWhateverTheFormClaims(
            @WithMfa TestAccount ann, @WithMfa TestAccount bea, TestBrowser browser) {
        browser.enterPassword(ann);

        Page answer = browser.post(
                "/login/code",
                "confirmation_code",
                bea.code(),
                "username",
                bea.login(),
                "account",
                bea.id().toString());

        assertLeads(answer, 303, "/login/code?error=wrong");
        assertThat(browsers.open().signIn(bea).isSignedIn()).isTrue();
    }

    @Test
    void passwordFormWhenAStepIsPendingThenThatUsersStepBegins(
            @WithMfa TestAccount ann, @WithMfa TestAccount bea, TestBrowser browser) {
        browser.enterPassword(ann);

        assertLeads(browser.enterPassword(bea), 303, "/login/code");

        assertLeads(browser.enterCode(ann.code()), 303, "/login/code?error=wrong");
        assertLeads(browser.enterCode(bea.code()), 303, "/");
    }

    @Test
    void passwordFormWhenRefusedWhileAStepIsPendingThenTheStepStays(@WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);

        assertLeads(browser.post("/login", "username", ann.login(), "password", "no"), 303, "/login?error");

        assertLeads(browser.enterCode(ann.code()), 303, "/");
    }

    @Test
    void stepsWhenSignedInThenTheyLeadOn(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);

        assertLeads(browser.get("/login"), 302, "/");
        assertLeads(browser.get("/login?error"), 302, "/");
        assertLeads(browser.get("/login/code"), 302, "/");
        assertLeads(browser.enterCode("000000"), 303, "/");
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void pageWhenSignedInThenUnknownIsNotFoundAndAboveOnesRoleIsForbidden() {
        TestBrowser user = browsers.open().signIn(accounts.withMfa("ann"));
        assertThat(user.get("/no-such-page").status()).isEqualTo(404);
        assertThat(user.get("/error").status()).isEqualTo(404);
        assertThat(user.get("/login/recovery").location())
                .as("nothing to prove")
                .isEqualTo("/");
        assertThat(user.get("/settings").status()).isEqualTo(403);
        assertThat(user.get("/settings/no-such-page").status()).isEqualTo(403);
        assertThat(user.post("/settings/parameters/auth_totp.secure_cookie", "value", "0")
                        .status())
                .isEqualTo(403);

        TestBrowser administrator = browsers.open().signIn(accounts.withMfa("ada", Role.ADMIN));
        assertThat(administrator.get("/settings").status()).isEqualTo(200);
        assertThat(administrator.get("/settings/no-such-page").status()).isEqualTo(404);
    }

    @Test
    void headWhenNotSignedInThenAsGet() {
        assertLeads(browsers.open().send("HEAD", "/preferences", ""), 302, "/login");
    }

    private static void assertLeads(Page answer, int status, String location) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.location()).isEqualTo(location);
    }
}
