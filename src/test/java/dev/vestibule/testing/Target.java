package dev.vestibule.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import java.util.List;

/** What an attack is aimed at, and whether it got anywhere. */
public final class Target {
    /** A wrong code that no test's app shows but by a chance of three in a million. */
    public static final String WRONG_CODE = "000001";

    public static final String NEW_PASSWORD = "wooden-lantern-harbor-31";

    /** The pages behind the door. */
    public static final List<String> PAGES = List.of(
            "/",
            "/preferences",
            "/preferences/password",
            "/preferences/mfa/enable",
            "/preferences/mfa/disable",
            "/preferences/authenticators/new",
            "/preferences/data.json",
            "/settings",
            "/settings/users",
            "/settings/users/new",
            "/settings/users.csv",
            "/settings/parameters",
            "/settings/audit",
            "/settings/audit.csv");

    private Target() {}

    /** Gave the password, and owes a code. */
    public static TestBrowser pending(Browsers browsers, TestAccount account) {
        TestBrowser browser = browsers.open();
        assertThat(browser.enterPassword(account).location()).isEqualTo("/login/code");
        return browser;
    }

    /** Signed in with password and code, in a browser that is trusted from then on; no code was given since. */
    public static TestBrowser trusted(Browsers browsers, TestAccount account) {
        return browsers.open().signInByDevice(account);
    }

    /** Has no way in but the login. */
    public static void assertOutside(TestBrowser browser) {
        for (String page : PAGES) {
            Page answer = browser.get(page);
            assertThat(answer.status()).as(page).isIn(302, 404);
            if (answer.status() == 302) {
                assertThat(answer.location()).as(page).startsWith("/login");
            }
        }
    }

    /** The user can still sign in with what he had, so nothing of it was changed. */
    public static void assertUntouched(Browsers browsers, TestAccount account) {
        account.clock().passWindow();
        assertThat(browsers.open().signIn(account).isSignedIn()).isTrue();
    }

    static String code(TestAccount account, int stepsAhead) {
        return account.code(stepsAhead);
    }

    /** Somebody with MFA whom no other attack knows. */
    public static TestAccount victim(TestAccounts accounts) {
        return accounts.withMfa("victim");
    }
}
