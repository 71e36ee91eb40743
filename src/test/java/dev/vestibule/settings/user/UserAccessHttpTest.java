package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Who may come in, decided by an administrator: it bites at the user's next request. */
@VestibuleTest
class UserAccessHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    private TestBrowser browser;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
    }

    private static String url(TestAccount account) {
        return "/settings/users/" + account.id();
    }

    @Test
    void userWhenDisabledThenTheSessionEndsAndTheLoginIsRefusedLikeAnyOther(@WithPassword TestAccount vic) {
        TestBrowser own = browsers.open().signIn(vic);

        Page answer = browser.post(url(vic) + "/disable");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.follow(answer).says("The user is disabled and signed out everywhere."))
                .isTrue();
        Page ended = own.get("/preferences");
        assertThat(ended.location()).isEqualTo("/login?ended=disabled");
        assertThat(own.follow(ended).says("This account is disabled.")).isTrue();
        Page disabled = browsers.open().enterPassword(vic);
        Page unknown = browsers.open()
                .enterPassword(new TestAccount(vic.id(), "nobody-at-all", vic.password(), null, vic.clock()));
        assertThat(disabled.location()).isEqualTo(unknown.location()).isEqualTo("/login?error");
        assertThat(disabled.status()).isEqualTo(unknown.status());
    }

    @Test
    void userWhenEnabledAgainThenSignsInAndOldSessionsStayEnded(@WithMfa TestAccount vic) {
        TestBrowser own = browsers.open().signIn(vic);
        browser.post(url(vic) + "/disable");

        Page answer = browser.post(url(vic) + "/enable");

        assertThat(browser.follow(answer).says("The user is enabled.")).isTrue();
        assertThat(own.isSignedIn()).isFalse();
        vic.clock().passWindow();
        assertThat(browsers.open().signIn(vic).isSignedIn()).isTrue();
    }

    @Test
    void userWhenDisabledBetweenPasswordAndCodeThenTheCodeOpensNothing(@WithMfa TestAccount vic, TestBrowser own) {
        own.enterPassword(vic);
        String token = Html.of(own.get("/login/code")).value("_csrf");
        browser.post(url(vic) + "/disable");

        Page answer = own.post("/login/code", "confirmation_code", vic.code(), "_csrf", token);

        assertThat(answer.location()).isEqualTo("/login?ended=disabled");
        assertThat(own.isSignedIn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/disable", "/enable", "/revoke-trusted-devices"})
    void switchWhenAskedByGetThenIsNotAllowed(String action, @WithPassword TestAccount vic) {
        assertThat(browser.get(url(vic) + action).status()).isEqualTo(405);
    }

    @Test
    void switchWhenPressedTwiceThenTheSecondIsNoFault(@WithPassword TestAccount vic) {
        for (String action : List.of("/disable", "/disable", "/enable", "/enable", "/revoke-trusted-devices")) {
            assertThat(browser.post(url(vic) + action).status()).as(action).isEqualTo(303);
        }
    }

    @Test
    void roleWhenGivenOrTakenThenBitesAtTheNextRequest(@WithPassword TestAccount wes) {
        TestBrowser own = browsers.open().signIn(wes);
        assertThat(browser.get(url(wes) + "/role").says("can open Settings and manage all users"))
                .isTrue();
        assertThat(own.get("/settings").status()).isEqualTo(403);

        Page given = browser.post(url(wes) + "/role", "role", "ADMIN");

        assertThat(given.location()).isEqualTo(url(wes) + "?done=user-role");
        assertThat(browser.follow(given).says("The role is changed.")).isTrue();
        assertThat(own.get("/settings").status()).isEqualTo(200);
        String token = own.token();
        assertThat(browser.get(url(wes) + "/role").says("can no longer open Settings"))
                .isTrue();
        assertThat(browser.post(url(wes) + "/role", "role", "USER").status()).isEqualTo(303);
        assertThat(own.get("/settings/users").status()).isEqualTo(403);
        assertThat(own.post(url(wes) + "/role", "role", "ADMIN", "_csrf", token).status())
                .isEqualTo(403);
        assertThat(own.isSignedIn()).isTrue();
        assertThat(own.get("/").body()).doesNotContain("\"/settings\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ROOT", "admin", "2", "<script>alert(1)</script>"})
    void roleWhenTamperedWithThenNothingChanges(String role, @WithPassword TestAccount wes) {
        Page answer = browser.post(url(wes) + "/role", "role", role);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("Choose one of the roles.").doesNotContain("Failed to convert");
        assertThat(Html.of(answer).title()).startsWith("Error: ");
        assertThat(browsers.open().signIn(wes).get("/settings").status()).isEqualTo(403);
        assertThat(browser.post(url(wes) + "/role").status()).isEqualTo(422);
    }

    @Test
    void mfaWhenSwitchedOffByAnAdministratorThenAppsStayAndDevicesAndSessionsEnd(
            @WithMfa TestAccount yan, TestBrowser trusted) {
        trusted.enterPassword(yan);
        trusted.post("/login/code", "confirmation_code", yan.code(), "remember_device", "on");
        assertThat(browser.get(url(yan)).says("One trusted device skips the code."))
                .isTrue();
        assertThat(browser.get(url(yan) + "/mfa-disable").says("The authenticator apps stay"))
                .isTrue();

        Page answer = browser.post(url(yan) + "/mfa-disable");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.follow(answer).body())
                .contains("Two-step sign-in is off for this user.", "Phone", "No trusted device.");
        assertThat(trusted.get("/").location()).isEqualTo("/login?ended=mfa");
        assertThat(trusted.enterPassword(yan).location()).isEqualTo("/");
        for (Page page : List.of(browser.get(url(yan) + "/mfa-disable"), browser.post(url(yan) + "/mfa-disable"))) {
            assertThat(page.says("Two-step sign-in is off already.")).isTrue();
            assertThat(Html.of(page).hasButton()).isFalse();
        }
        assertThat(browser.post(url(yan) + "/mfa-disable").status()).isEqualTo(422);
    }

    @Test
    void devicesWhenRevokedByAnAdministratorThenAreAskedForACode(@WithMfa TestAccount yan, TestBrowser trusted) {
        trusted.enterPassword(yan);
        trusted.post("/login/code", "confirmation_code", yan.code(), "remember_device", "on");
        trusted.post("/logout");

        Page answer = browser.post(url(yan) + "/revoke-trusted-devices");

        assertThat(browser.follow(answer).says("All trusted devices of this user are revoked."))
                .isTrue();
        assertThat(trusted.enterPassword(yan).location()).isEqualTo("/login/code");
    }
}
