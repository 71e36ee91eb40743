package dev.vestibule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import dev.vestibule.testing.TestClock;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** README's tour, in one journey. */
@BrowserTest
class TourTest {
    private static final String PASSWORD = "teapot-harbour-lemon-27";
    private static final String ALICES_PASSWORD = "walnut-bicycle-cloud-58";

    @Test
    void tourWhenStartedForTheFirstTimeThenLeadsToARememberedLoginAndToTheAccountsOfOthers(Visitors visitors) {
        try (FirstStart start = FirstStart.run()) {
            TestClock clock = start.clock();
            Visitor admin = visitors.open(start.port());

            choosePassword(admin, start.link());
            AuthenticatorApp app = addAnApp(admin, clock);
            clock.passWindow();
            signInWithACode(admin, app);
            clock.passWindow();
            rememberTheDevice(admin, app);
            clock.passWindow();
            revokeTheDevice(admin, app);

            Visitor alice = visitors.open(start.port());
            makeAnAccount(admin, alice);
            changeAParameter(admin, app, clock);
            disableTheAccount(admin, alice);
        }
    }

    private static void choosePassword(Visitor admin, String link) {
        admin.open("/").isAt("/login").open(link).sees("For the account admin.");

        admin.fill("New password", "password1234")
                .fill("New password again", "password1234")
                .press("Set the password")
                .isAt(link)
                .sees("Many people use this password, so it is among the first to be tried. Choose another.");
        assertThat(admin.page()).hasTitle("Error: Choose a password · Vestibule");
        assertThat(admin.field("New password")).isFocused();
        assertThat(admin.field("New password")).isEmpty();

        admin.fill("New password", PASSWORD)
                .fill("New password again", PASSWORD)
                .press("Set the password")
                .isAt("/login?set")
                .sees("Your new password is set. Sign in with it.");
        admin.open(link)
                .sees("This link no longer works")
                .follow("Go to sign-in")
                .isAt("/login");
    }

    private static AuthenticatorApp addAnApp(Visitor admin, TestClock clock) {
        admin.enterPassword("admin", PASSWORD)
                .isAt("/")
                .sees("Hello, Administrator")
                .sees("This is your first sign-in.")
                .follow("Set up an authenticator app")
                .isAt("/preferences/authenticators/new");

        var app = AuthenticatorApp.setUp(admin.page(), "My Company", "admin", clock);
        admin.fill("Name", "Phone")
                .fill("Six-digit code", app.code())
                .press("Add the app and switch on")
                .isAt("/preferences/authenticators/new")
                .sees("The app is added, and two-step sign-in is on.")
                .follow("I’ve saved them")
                .isAt("/preferences")
                .sees("Your account is well protected");
        assertThat(admin.page().locator("#authenticators")).containsText("Phone");
        return app;
    }

    private static void signInWithACode(Visitor admin, AuthenticatorApp app) {
        admin.signOut()
                .sees("You are signed out.")
                .enterPassword("admin", PASSWORD)
                .enterCode(app.code())
                .isAt("/")
                .sees("with the password");

        // The same code, still on the phone's screen.
        admin.signOut()
                .enterPassword("admin", PASSWORD)
                .enterCode(app.code())
                .isAt("/login/code?error=used")
                .sees("This code was used already. Wait for the next one, at most 30 seconds.");
    }

    private static void rememberTheDevice(Visitor admin, AuthenticatorApp app) {
        admin.field("Remember this device for 30 days").check();
        admin.fill("Six-digit code", app.code()).press("Sign in").isAt("/").signOut();

        admin.enterPassword("admin", PASSWORD).isAt("/").sees("One trusted device skips the code.");
    }

    private static void revokeTheDevice(Visitor admin, AuthenticatorApp app) {
        admin.follow("Preferences").isAt("/preferences");
        assertThat(admin.page().locator("#devices")).containsText("This device");

        // This very session rests on the device, so it is back at the code at once.
        admin.press("Revoke Chrome on Linux").isAt("/login/code");
        admin.enterCode(app.code()).isAt("/preferences?done=device-revoked");
    }

    private static void makeAnAccount(Visitor admin, Visitor alice) {
        admin.follow("Settings").isAt("/settings");
        admin.page().locator("nav.side").getByText("Users").click();
        admin.isAt("/settings/users")
                .follow("New user")
                .fill("Username", "alice")
                .fill("Name", "Alice Adams")
                .press("Create user")
                .sees("A password link for alice")
                .sees("This link is shown only now.");

        alice.open(admin.page().locator("#link").innerText())
                .fill("New password", ALICES_PASSWORD)
                .fill("New password again", ALICES_PASSWORD)
                .press("Set the password")
                .enterPassword("alice", ALICES_PASSWORD)
                .isAt("/")
                .sees("Hello, Alice Adams");
        assertThat(alice.page().locator(".bar-rooms")).not().containsText("Settings");
        Response settings = Objects.requireNonNull(alice.page().navigate("/settings"));
        assertThat(settings.status()).isEqualTo(403);
        alice.sees("You don’t have access to this page")
                .follow("Go to the home page")
                .isAt("/");
    }

    private static void changeAParameter(Visitor admin, AuthenticatorApp app, TestClock clock) {
        clock.passWindow();
        admin.open("/settings/parameters").fill("Time a trusted device skips the code", "0");
        pressSave(admin);
        admin.isAt("/settings/parameters/auth_totp.trusted_device_days").sees("Enter a number from 1 to 365.");

        admin.fill("Time a trusted device skips the code", "7");
        pressSave(admin);
        admin.isAt("/settings/parameters?done=parameter-changed&parameter=auth_totp.trusted_device_days")
                .sees("The parameter is changed.");

        admin.signOut().enterPassword("admin", PASSWORD).sees("Remember this device for 7 days");
        admin.enterCode(app.code()).isAt("/");
    }

    private static void pressSave(Visitor admin) {
        admin.page()
                .locator("form[action$='/auth_totp.trusted_device_days']")
                .getByText("Save")
                .click();
    }

    private static void disableTheAccount(Visitor admin, Visitor alice) {
        admin.open("/settings/users").follow("alice").press("Disable").sees("The user is disabled");

        alice.follow("Preferences")
                .isAt("/login?ended=disabled")
                .sees("This account is disabled. An administrator can enable it again.")
                .enterPassword("alice", ALICES_PASSWORD)
                .isAt("/login?error")
                .sees("Sign-in failed. Check the username and the password.");
    }
}
