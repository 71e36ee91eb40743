package dev.vestibule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.testing.TestAccount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Goes to every screen there is, one after the other and in one browser, and has somebody look at it. */
final class Screens {
    /** Looks at the page as it stands there, and changes nothing about it. */
    interface Look {
        /**
         * @param screen a name for it
         * @param wrong whether it reports an error
         */
        void at(String screen, boolean wrong);
    }

    private static final String WEAK = "password1234";

    private final Cast cast;
    private final SetPasswordLinks links;
    private final Visitor visitor;
    private final Look look;

    Screens(Cast cast, SetPasswordLinks links, Visitor visitor, Look look) {
        this.cast = cast;
        this.links = links;
        this.visitor = visitor;
        this.look = look;
    }

    void walk() {
        signIn();
        choosePassword();
        code();
        visitor.signIn(cast.admin());
        preferencesOfABeginner();
        AuthenticatorApp app = wizard();
        theSwitch(app);
        preferencesOfAnExpert(app);
        users();
        importing();
        oneUser();
        companies();
        parameters();
        reset();
        errors();
    }

    private void see(String screen, String path) {
        visitor.open(path);
        look.at(screen, false);
    }

    private void seeError(String screen, String path) {
        visitor.open(path);
        look.at(screen, true);
    }

    private void signIn() {
        see("login", "/login");
        seeError("login-error", "/login?error");
        for (String reason : List.of("logout", "set", "expired", "ended")) {
            see("login-" + reason, "/login?" + reason);
        }
        for (String reason : List.of("password", "mfa", "others", "disabled")) {
            see("login-ended-" + reason, "/login?ended=" + reason);
        }
    }

    private void choosePassword() {
        see("set-password", links.issue(cast.erin()).path());
        visitor.fill("New password", WEAK).fill("New password again", WEAK).press("Set the password");
        visitor.sees("Many people use this password");
        look.at("set-password-refused", true);
        seeError("set-password-void", "/set-password/void");
    }

    private void code() {
        TestAccount bob = cast.bob();
        visitor.enterPassword(bob.login(), bob.password()).isAt("/login/code");
        look.at("code", false);
        for (String refusal : List.of("format", "used", "wrong")) {
            seeError("code-" + refusal, "/login/code?error=" + refusal + "&remember_device=on");
        }
        see("recovery", "/login/recovery");
        seeError("recovery-wrong", "/login/recovery?error=wrong");
        see("clock", "/login/clock");
        visitor.fill("Code", "123")
                .fill("The next code, up to 30 seconds later", "456")
                .press("Check the clock");
        visitor.sees("Enter the six digits");
        look.at("clock-refused", true);
        visitor.open("/login/code");
        var page = visitor.page();
        page.context()
                .addCookies(IntStream.range(0, 5)
                        .mapToObj(i -> new Cookie("trusted_device_" + UUID.randomUUID(), "other").setUrl(page.url()))
                        .toList());
        see("code-no-room", "/login/code");
        visitor.press("Use another account");
        page.context().clearCookies();
    }

    private void preferencesOfABeginner() {
        look.at("home-password-only", false);
        see("preferences-empty", "/preferences");
        visitor.fill("Name", " ").press("Save profile").sees("Enter a name.");
        look.at("preferences-refused", true);
        see("password", "/preferences/password");
        visitor.fill("Current password", cast.admin().password())
                .fill("New password", WEAK)
                .fill("New password again", WEAK)
                .press("Change password")
                .sees("Many people use this password");
        look.at("password-refused", true);
        see("mfa-enable-without-app", "/preferences/mfa/enable");
        see("mfa-disable-when-off", "/preferences/mfa/disable");
    }

    private AuthenticatorApp wizard() {
        see("wizard-first", "/preferences/authenticators/new");
        visitor.fill("Name", " ").fill("Six-digit code", "123").press("Add the app and switch on");
        visitor.sees("Enter the six digits");
        look.at("wizard-refused", true);
        AuthenticatorApp app = AuthenticatorApp.type(visitor.page(), cast.clock());
        visitor.fill("Name", "Phone")
                .fill("Six-digit code", app.code())
                .press("Add the app and switch on")
                .sees("The app is added, and two-step sign-in is on.");
        look.at("recovery-codes-first", false);
        visitor.follow("I’ve saved them");
        look.at("preferences-one-app", false);
        see("recovery-codes", "/preferences/recovery-codes");
        see("wizard-second", "/preferences/authenticators/new");
        visitor.open("/preferences").follow("Remove Phone").sees("This is your only authenticator app");
        look.at("authenticator-delete-last", false);
        return app;
    }

    private void theSwitch(AuthenticatorApp app) {
        cast.clock().passWindow();
        see("mfa-enable-when-on", "/preferences/mfa/enable");
        see("mfa-disable", "/preferences/mfa/disable");
        visitor.press("Switch off").sees("Two-step sign-in is off.");
        look.at("preferences-off", false);
        see("home-off", "/");
        see("mfa-enable", "/preferences/mfa/enable");
        visitor.fill("Six-digit code", "123").press("Switch on").sees("Enter the six digits");
        look.at("mfa-enable-refused", true);
        visitor.fill("Six-digit code", app.code()).press("Switch on").sees("Two-step sign-in is on.");
    }

    private void preferencesOfAnExpert(AuthenticatorApp app) {
        TestAccount admin =
                new TestAccount(cast.admin().id(), "admin", cast.admin().password(), app.secret(), cast.clock());
        for (String agent : List.of(Cast.MAC, Cast.ANDROID, Cast.LINUX)) {
            cast.trust(admin, agent);
            cast.clock().pass(Duration.ofHours(30));
        }
        for (String name :
                List.of("Tablet", "Work phone", "Password manager", "Spare phone in the drawer of the desk at home")) {
            cast.testAccounts().withApp(admin, name);
        }
        visitor.open("/preferences").sees("Your session has ended.");
        look.at("login-ended-of-itself", false);
        visitor.enterPassword(admin.login(), admin.password())
                .enterCode(admin.code())
                .isAt("/preferences");
        apiKeys();
        see("preferences-full", "/preferences");
        cast.clock().pass(Duration.ofMinutes(20));
        proof(app);
        see("wizard-full", "/preferences/authenticators/new");
        visitor.open("/preferences").follow("Remove Tablet").sees("Codes from this app will no longer be accepted.");
        look.at("authenticator-delete", false);
        see("home-several-apps", "/");
        visitor.page().locator("main").getByText("This wasn’t me").first().click();
        visitor.sees("All your other sessions end.");
        look.at("not-me", false);
    }

    private void apiKeys() {
        see("api-key-new", "/preferences/api-keys/new");
        visitor.fill("Name", " ").press("Create the key").sees("Enter a name.");
        look.at("api-key-refused", true);
        for (String name : List.of("Nightly backup", "Reports")) {
            visitor.open("/preferences/api-keys/new")
                    .fill("Name", name)
                    .press("Create the key")
                    .sees("This key is shown only now.");
        }
        look.at("api-key-created", false);
        see("password-with-keys", "/preferences/password");
        visitor.open("/preferences").follow("Revoke Reports").sees("This cannot be undone.");
        look.at("api-key-revoke", false);
        see("api-keys-end-all", "/preferences/api-keys/end-all");
    }

    private void proof(AuthenticatorApp app) {
        seeError("proof-password-wrong", "/login?proof&error");
        visitor.open("/preferences/mfa/disable").isAt("/login?proof");
        look.at("proof-password", false);
        visitor.fill("Password", cast.admin().password()).press("Continue").isAt("/login/code?proof");
        look.at("proof-code", false);
        seeError("proof-code-wrong", "/login/code?proof&error=wrong");
        visitor.fill("Six-digit code", app.code()).press("Continue").isAt("/preferences/mfa/disable");
        see("mfa-disable-again", "/preferences/mfa/disable?done=again");
    }

    private void users() {
        see("settings", "/settings");
        see("users", "/settings/users");
        see("users-first-page", "/settings/users?size=3");
        see("users-next-page", "/settings/users?size=3&after=carol");
        see("users-by-last-sign-in", "/settings/users?sort=-last-sign-in");
        visitor.press("Disable").sees("Select one user or more first.");
        look.at("users-none-selected", true);
        visitor.open("/settings/users?q=a").field("Select alice").check();
        visitor.field("Select admin").check();
        visitor.press("Disable").sees("This is your own account.");
        look.at("users-disable", false);
        see("users-none", "/settings/users?q=zz&state=mfa");
        see("user-new", "/settings/users/new");
        // The browser lets this address through, the server does not.
        visitor.fill("Username", "al ice")
                .fill("Name", " ")
                .fill("E-mail (optional)", "alice.@example.com")
                .press("Create user");
        visitor.sees("Use up to 64 characters, without spaces");
        look.at("user-new-refused", true);
        visitor.fill("Username", "heidi")
                .fill("Name", "Heidi Hill")
                .fill("E-mail (optional)", "")
                .press("Create user")
                .sees("A password link for heidi");
        look.at("user-created", false);
    }

    private void importing() {
        see("users-import", "/settings/users/import");
        upload("bad", "login,name,email,company,role\nivan,Ivan Ivory,,,\n,Nobody,,,BOSS\nalice,Alice,nowhere,,\n");
        visitor.sees("Correct these lines");
        look.at("users-import-refused", true);
        String company = visitor.page().locator(".bar-name span").innerText();
        upload(
                "good",
                "login,name,email,company,role\nivan,Ivan Ivory,ivan@example.com,%1$s,\njudy,Judy Jones,,%1$s,ADMIN\n"
                        .formatted(company));
        visitor.sees("The file has 2 new users");
        look.at("users-import-check", false);
        visitor.press("Create 2 users").sees("2 users were created");
        look.at("users-import-done", false);
        visitor.open("/settings/users/import");
    }

    private void upload(String name, String text) {
        visitor.field("File")
                .setInputFiles(new FilePayload(name + ".csv", "text/csv", text.getBytes(StandardCharsets.UTF_8)));
        visitor.press("Check the file");
    }

    private void oneUser() {
        String bob = "/settings/users/" + cast.bob().id();
        String admin = "/settings/users/" + cast.admin().id();
        see("user", bob);
        visitor.fill("Name", " ").press("Save").sees("Enter a name.");
        look.at("user-refused", true);
        see("user-disabled", "/settings/users/" + cast.dave());
        see("user-invited", "/settings/users/" + cast.erin());
        see("user-last-administrator", admin);
        see("user-role", bob + "/role");
        see("user-role-last-administrator", admin + "/role");
        see("user-password-link", bob + "/password-link");
        see("user-mfa-disable", bob + "/mfa-disable");
        see("user-reset", bob + "/reset");
        see("user-delete", bob + "/delete");
        see("user-delete-last-administrator", admin + "/delete");
        see("user-mfa-disable-when-off", "/settings/users/" + cast.alice().id() + "/mfa-disable");
        visitor.open(bob).press("End sessions").sees("All sessions of this user are ended.");
        visitor.open(bob).press("Revoke trusted devices").sees("All trusted devices of this user are revoked.");
        look.at("user-done", false);
    }

    private void companies() {
        see("companies", "/settings/companies");
        see("require-mfa", "/settings/companies/require-mfa");
        visitor.fill("Days of grace", "91").press("See what it would do").sees("Enter a number from 0 to 90.");
        look.at("require-mfa-refused", true);
        visitor.fill("Days of grace", "14").press("See what it would do").sees("Nothing is saved yet");
        look.at("require-mfa-preview", false);
        see("company-new", "/settings/companies/new");
        visitor.open("/settings/companies")
                .page()
                .locator("main tbody a")
                .first()
                .click();
        visitor.sees("Name and policy");
        look.at("company", false);
        visitor.fill("Days of grace", "91").press("See what it would do").sees("Enter a number from 0 to 90.");
        look.at("company-refused", true);
        visitor.fill("Days of grace", "14");
        visitor.page().getByLabel("Two-step sign-in is required of").selectOption("everyone");
        visitor.press("See what it would do").sees("Nothing is saved yet");
        look.at("company-preview", false);
        visitor.press("Save").sees("its policy applies");
        see("user-grace", "/settings/users/" + cast.alice().id());
        see("user-why", "/settings/users/" + cast.bob().id() + "/why");
    }

    private void reset() {
        String bob = "/settings/users/" + cast.bob().id();
        visitor.open(bob + "/reset").press("Reset the account").sees("An enrolment pass for");
        look.at("user-enrolment-pass-created", false);
        see("user-enrolment-due", bob);
        see("user-enrolment-pass", bob + "/enrolment-pass");
    }

    private void parameters() {
        see("audit", "/settings/audit");
        see("parameters", "/settings/parameters");
        visitor.fill("Time a trusted device skips the code", "0");
        saveDays();
        visitor.sees("Enter a number from 1 to 365.");
        look.at("parameters-refused", true);
        visitor.fill("Time a trusted device skips the code", "7");
        saveDays();
        visitor.sees("The parameter is changed.");
        look.at("parameters-done", false);
        visitor.press("Back to the default").sees("The parameter has its default again.");
    }

    private void saveDays() {
        visitor.page()
                .locator("form[action$='/auth_totp.trusted_device_days']")
                .getByText("Save")
                .click();
    }

    private void errors() {
        seeError("error-404", "/nowhere");
        seeError("error-405", "/logout");
        seeError("error-400", "/settings/users?size=0");
        visitor.open("/preferences").page().evaluate("() => document.querySelector('#profile [name=_csrf]').remove()");
        visitor.press("Save profile").sees("This page has expired");
        look.at("error-403-csrf", true);
        visitor.open("/").signOut().signIn(cast.alice());
        look.at("home-user", false);
        seeError("error-403", "/settings");
        assertThat(visitor.page()).hasURL("/settings");
    }
}
