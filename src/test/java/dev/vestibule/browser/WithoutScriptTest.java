package dev.vestibule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every form does its work with JavaScript off. */
@BrowserTest
@VestibuleTest
class WithoutScriptTest {
    private static final String NEW_PASSWORD = "walnut-bicycle-cloud-58";

    @LocalServerPort
    int port;

    @Autowired
    TestAccounts accounts;

    @Autowired
    SetPasswordLinks links;

    @Autowired
    TestClock clock;

    @Test
    void journeyWhenScriptIsOffThenLeadsFromTheLinkToARememberedLogin(Visitors visitors) {
        TestAccount account = accounts.invited("alice", Role.USER);
        Visitor alice = visitors.withoutScript(port);

        alice.open(links.issue(account.id()).path())
                .fill("New password", account.password())
                .fill("New password again", account.password())
                .press("Set the password")
                .isAt("/login?set");
        assertThat(alice.button("Show the password")).isHidden();
        alice.enterPassword(account.login(), "not this one")
                .isAt("/login?error")
                .sees("Sign-in failed.");
        alice.enterPassword(account.login(), account.password()).isAt("/");

        alice.follow("Set up an authenticator app");
        var app = AuthenticatorApp.setUp(alice.page(), "My Company", account.login(), clock);
        assertThat(alice.button("Copy")).isHidden();
        alice.fill("Name", "Phone")
                .fill("Six-digit code", "12345")
                .press("Add the app and switch on")
                .isAt("/preferences/authenticators/new")
                .sees("Enter the six digits that the app shows.");
        assertThat(alice.field("Name")).hasValue("Phone");
        alice.fill("Six-digit code", app.code())
                .press("Add the app and switch on")
                .isAt("/preferences/authenticators/new")
                .sees("Save your recovery codes")
                .follow("I’ve saved them")
                .isAt("/preferences");

        clock.passWindow();
        alice.signOut()
                .enterPassword(account.login(), account.password())
                .fill("Six-digit code", app.code())
                .isAt("/login/code");
        alice.field("Remember this device for 30 days").check();
        alice.press("Sign in").isAt("/").signOut();
        alice.enterPassword(account.login(), account.password()).isAt("/").sees("One trusted device skips the code.");
    }

    @Test
    void codeWhenScriptIsOffThenARefusalKeepsTheTickAndAnotherAccountCanBeUsed(Visitors visitors) {
        TestAccount account = accounts.withMfa("bob");
        Visitor bob = visitors.withoutScript(port);

        bob.enterPassword(account.login(), account.password()).isAt("/login/code");
        bob.field("Remember this device for 30 days").check();
        bob.fill("Six-digit code", "1234").press("Sign in").isAt("/login/code?error=format&remember_device=on");
        bob.sees("Enter the six digits that the app shows.");
        assertThat(bob.field("Remember this device for 30 days")).isChecked();

        bob.press("Use another account").isAt("/login?logout");
    }

    @Test
    void preferencesWhenScriptIsOffThenEveryFormWorks(Visitors visitors) {
        TestAccount account = accounts.withMfa("carol");
        Visitor carol = visitors.withoutScript(port);
        carol.enterPassword(account.login(), account.password())
                .fill("Six-digit code", account.code())
                .press("Sign in")
                .open("/preferences");

        carol.fill("Name", "  ")
                .press("Save profile")
                .isAt("/preferences/profile")
                .sees("Enter a name.");
        carol.fill("Name", "Carol Clark");
        carol.field("Time zone").selectOption("Europe/Vienna");
        carol.press("Save profile").isAt("/preferences?done=profile").sees("Your profile is saved.");

        carol.follow("Switch off").press("Switch off").isAt("/preferences?done=mfa-disabled");
        clock.passWindow();
        carol.follow("Switch on")
                .fill("Six-digit code", account.code())
                .press("Switch on")
                .isAt("/preferences?done=mfa-enabled");

        carol.follow("Remove Phone").sees("This is your only authenticator app").open("/preferences");
        carol.follow("Switch off").press("Switch off").follow("Remove Phone").press("Remove the app");
        carol.isAt("/preferences?done=authenticator-removed");

        carol.follow("Change password")
                .fill("Current password", account.password())
                .fill("New password", NEW_PASSWORD)
                .fill("New password again", "something else")
                .press("Change password")
                .isAt("/preferences/password")
                .sees("The two are not the same. Type the new password once more.");
        carol.fill("Current password", account.password())
                .fill("New password", NEW_PASSWORD)
                .fill("New password again", NEW_PASSWORD)
                .press("Change password")
                .isAt("/preferences?done=password")
                .signOut()
                .enterPassword(account.login(), NEW_PASSWORD)
                .isAt("/");
    }

    @Test
    void newPhoneWhenScriptIsOffThenReplacesTheOldOneAtItsFirstSignIn(Visitors visitors) {
        TestAccount account = accounts.withMfa("bea");
        Visitor bea = visitors.withoutScript(port);
        bea.enterPassword(account.login(), account.password())
                .fill("Six-digit code", account.code())
                .press("Sign in")
                .open("/preferences")
                .follow("Add an app");
        var app = AuthenticatorApp.setUp(bea.page(), "My Company", account.login(), clock);

        bea.field("Does it replace an app?").selectOption("It replaces Phone");
        bea.fill("Name", "Phone").fill("Six-digit code", app.code()).press("Add the app");
        bea.sees("You have an app with this name already.");
        assertThat(bea.page().locator("#replaces option:checked")).hasText("It replaces Phone");
        bea.fill("Name", "New phone").fill("Six-digit code", app.code()).press("Add the app");
        bea.isAt("/preferences?done=authenticator-added-replacing")
                .sees("Replaces “Phone” when you first sign in with it.")
                .sees("Ends when you first sign in with “New phone”.");

        clock.passWindow();
        bea.signOut()
                .enterPassword(account.login(), account.password())
                .fill("Six-digit code", app.code())
                .press("Sign in")
                .isAt("/");
        bea.open("/preferences").sees("“Phone” was replaced by “New phone”");
        assertThat(bea.page().locator("#authenticators li strong")).hasText("New phone");
    }

    @Test
    void proofWhenScriptIsOffThenLeadsBackToAFormThatCameTooLate(Visitors visitors) {
        TestAccount account = accounts.withMfa("ann");
        Visitor ann = visitors.withoutScript(port);
        ann.enterPassword(account.login(), account.password())
                .fill("Six-digit code", account.code())
                .press("Sign in")
                .open("/preferences")
                .follow("Switch off");

        clock.pass(Duration.ofMinutes(15));
        ann.press("Switch off").isAt("/login?proof").sees("Signed in as " + account.login());
        ann.follow("Go back").isAt("/preferences").follow("Switch off").isAt("/login?proof");
        ann.press("Sign out").isAt("/login?logout");

        ann.enterPassword(account.login(), account.password())
                .fill("Six-digit code", account.code())
                .press("Sign in")
                .open("/preferences/mfa/disable");
        clock.pass(Duration.ofMinutes(15));
        ann.press("Switch off").isAt("/login?proof");
        ann.fill("Password", "not this one").press("Continue").isAt("/login?proof&error");
        ann.sees("That password is not right.").fill("Password", account.password());
        ann.press("Continue").isAt("/login/code?proof").fill("Six-digit code", account.code());
        ann.press("Continue")
                .isAt("/preferences/mfa/disable?done=again")
                .sees("Nothing was changed yet. Confirm once more.")
                .press("Switch off")
                .isAt("/preferences?done=mfa-disabled");
    }

    @Test
    void settingsWhenScriptIsOffThenTheListCanBeSearchedAndAnAccountChanged(Visitors visitors) {
        TestAccount administrator = accounts.withPassword("dora", Role.ADMIN);
        TestAccount account = accounts.withPassword("erin");
        Visitor dora = visitors.withoutScript(port);
        dora.signIn(administrator).open("/settings/users");

        dora.fill("Username, name or e-mail begins with", account.login()).press("Search");
        dora.follow(account.login()).fill("Name", "Erin Evans").press("Save").sees("The user is saved.");
        dora.follow("Change role").press("Make administrator").sees("The role is changed.");
        dora.press("Disable").sees("The user is disabled").press("Enable").sees("The user is enabled.");
        dora.follow("Create a new link").press("Create a new link").sees("This link is shown only now.");
    }
}
