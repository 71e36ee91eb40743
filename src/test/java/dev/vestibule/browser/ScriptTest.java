package dev.vestibule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.VestibuleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the script adds to the pages, and what the browser itself makes of their fields. */
@BrowserTest
@VestibuleTest
class ScriptTest {
    @LocalServerPort
    int port;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Test
    void passwordWhenShownThenCanBeReadUntilHiddenOrSent(Visitors visitors) {
        Visitor alice =
                visitors.open(port).open("/login").fill("Username", "alice").fill("Password", "a secret");
        Locator password = alice.field("Password");
        List<String> sent = keepForms(alice.page());

        alice.press("Show the password");
        assertThat(password).hasAttribute("type", "text");
        assertThat(password).hasValue("a secret");
        alice.press("Hide the password");
        assertThat(password).hasAttribute("type", "password");

        alice.press("Show the password").press("Continue");
        assertThat(password).hasAttribute("type", "password");
        awaitSent(alice.page(), sent, 1);
        assertThat(sent).singleElement().asString().contains("password=a+secret");
    }

    @Test
    void buttonWhenPressedThenSendsTheFormOnce(Visitors visitors) {
        Visitor alice =
                visitors.open(port).open("/login").fill("Username", "alice").fill("Password", "a secret");
        List<String> sent = keepForms(alice.page());

        alice.press("Continue");
        assertThat(alice.button("Continue")).isDisabled();
        alice.button("Continue").dispatchEvent("click");
        alice.field("Password").press("Enter");
        awaitSent(alice.page(), sent, 1);

        assertThat(sent).hasSize(1);
    }

    @Test
    void buttonWhenNoAnswerComesThenSendsAgainAfterAWhile(Visitors visitors) {
        Visitor alice = visitors.open(port);
        alice.page().clock().install();
        alice.open("/login").fill("Username", "alice").fill("Password", "a secret");
        List<String> sent = keepForms(alice.page());

        alice.press("Continue");
        alice.page().clock().fastForward(2_500);
        assertThat(alice.button("Continue")).isDisabled();
        alice.page().clock().fastForward(2_500);
        assertThat(alice.button("Continue")).isEnabled();
        alice.press("Continue");
        awaitSent(alice.page(), sent, 2);

        assertThat(sent).hasSize(2);
        assertThat(alice.button("Continue")).isDisabled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"focus", "pageshow"})
    void buttonWhenThePageComesBackThenSendsAgain(String event, Visitors visitors) {
        TestAccount account = accounts.withPassword("carol");
        Visitor carol = visitors.open(port);
        carol.signIn(account).open("/preferences/authenticators/new");
        List<String> sent = keepForms(carol.page());

        // Its form stands elsewhere on the page.
        carol.press("Cancel");
        assertThat(carol.button("Cancel")).isDisabled();
        carol.page().evaluate("name => dispatchEvent(new Event(name))", event);
        assertThat(carol.button("Cancel")).isEnabled();
        carol.press("Cancel");
        awaitSent(carol.page(), sent, 2);

        assertThat(sent).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123-456",
                "\uff11\uff12\uff13\uff14\uff15\uff16",
                "\u200e\u0661\u0662\u0663 \u0664\u0665\u0666\u200f"
            })
    void codeWhenPastedInOtherDigitsOrWithMarksThenIsSent(String pasted, Visitors visitors) {
        TestAccount account = accounts.withMfa("bob");
        Visitor bob = visitors.open(port);
        bob.enterPassword(account.login(), account.password()).isAt("/login/code");
        List<String> sent = keepForms(bob.page());

        bob.fill("Six-digit code", pasted);
        awaitSent(bob.page(), sent, 1);

        assertThat(sent).hasSize(1);
    }

    @Test
    void codeWhenItsSixthDigitIsTypedThenIsSentOnce(Visitors visitors) {
        TestAccount account = accounts.withMfa("bob");
        Visitor bob = visitors.open(port);
        bob.enterPassword(account.login(), account.password()).isAt("/login/code");
        List<String> sent = keepForms(bob.page());
        Locator field = bob.field("Six-digit code");

        field.pressSequentially("12345");
        settle(bob.page());
        assertThat(sent).isEmpty();

        field.pressSequentially("6");
        field.press("Backspace");
        field.pressSequentially("7");
        awaitSent(bob.page(), sent, 1);

        assertThat(sent).singleElement().asString().contains("confirmation_code=123456");
    }

    @Test
    void codeWhenThePageShowsARefusalThenWaitsForTheButton(Visitors visitors) {
        TestAccount account = accounts.withMfa("bob");
        Visitor bob = visitors.open(port);
        bob.enterPassword(account.login(), account.password())
                .isAt("/login/code")
                .open("/login/code?error=wrong")
                .sees("That code is not right.");
        List<String> sent = keepForms(bob.page());

        bob.fill("Six-digit code", account.code());
        settle(bob.page());
        assertThat(sent).isEmpty();

        bob.press("Sign in");
        awaitSent(bob.page(), sent, 1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void codeWhenPastedWithASpaceThenSignsIn(Visitors visitors) {
        TestAccount account = accounts.withMfa("bob");
        Visitor bob = visitors.open(port);
        allowClipboard(bob);
        bob.enterPassword(account.login(), account.password()).isAt("/login/code");
        String code = account.code();

        bob.page()
                .evaluate(
                        "text => navigator.clipboard.writeText(text)", code.substring(0, 3) + " " + code.substring(3));
        bob.field("Six-digit code").press("Control+V");

        bob.isAt("/");
    }

    @Test
    void copyWhenPressedThenTakesTheKeyWithoutItsSpaces(Visitors visitors) {
        Visitor carol = visitors.open(port);
        allowClipboard(carol);
        carol.signIn(accounts.withPassword("carol")).open("/preferences/authenticators/new");

        carol.press("Copy");

        assertThat(carol.button("Copied")).isVisible();
        // As somebody would paste it: our own policy lets no page read the clipboard.
        carol.field("Name").press("Control+V");
        assertThat(carol.field("Name"))
                .hasValue(AuthenticatorApp.type(carol.page(), clock).secret().base32());
    }

    @Test
    void copyWhenThereIsNoClipboardThenLeavesTheTextSelected(Visitors visitors) {
        TestAccount administrator = accounts.withPassword("dora", Role.ADMIN);
        TestAccount account = accounts.withPassword("erin");
        Visitor dora = visitors.open(port);
        // As on plain HTTP from another host than localhost.
        dora.page().addInitScript("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })");
        dora.signIn(administrator)
                .open("/settings/users/" + account.id() + "/password-link")
                .press("Create a new link");

        dora.press("Copy");

        assertThat(dora.page().evaluate("() => getSelection().toString().trim()"))
                .isEqualTo(dora.page().locator("#link").innerText());
    }

    @Test
    void backWhenSignedOutThenShowsNothing(Visitors visitors) {
        Visitor carol = visitors.open(port);
        carol.signIn(accounts.withPassword("carol")).follow("Preferences").signOut();

        carol.page().goBack();

        carol.isAt("/login").seesNot("Change My Preferences");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /login                          | username
            /login?error                    | username
            /preferences/password           | current_password
            /preferences/authenticators/new |
            /preferences                    |
            /settings/users/new             | login
            /settings/users                 |
            """)
    void pageWhenOpenedThenTheRightFieldHasTheFocus(
            String path, @org.jspecify.annotations.Nullable String field, Visitors visitors) {
        Visitor dora = visitors.open(port);
        if (!path.startsWith("/login")) {
            dora.signIn(accounts.withPassword("dora", Role.ADMIN));
        }
        dora.open(path);

        assertThat(dora.page().evaluate("() => document.activeElement.id"))
                .isEqualTo(Objects.requireNonNullElse(field, ""));
    }

    @Test
    void fieldsWhenShownThenTellPasswordManagersAndKeyboardsWhatTheyAre(Visitors visitors) {
        TestAccount account = accounts.withMfa("bob", Role.ADMIN);
        Visitor bob = visitors.open(port).open("/login");
        hasAutocomplete(bob, "Username", "username");
        hasAutocomplete(bob, "Password", "current-password");
        bob.enterPassword(account.login(), account.password()).isAt("/login/code");
        hasAutocomplete(bob, "Six-digit code", "one-time-code");
        assertThat(bob.field("Six-digit code")).hasAttribute("inputmode", "numeric");
        assertThat(bob.field("Six-digit code")).isFocused();

        bob.enterCode(account.code()).isAt("/").open("/preferences");
        hasAutocomplete(bob, "Name", "name");
        bob.open("/preferences/password");
        hasAutocomplete(bob, "Current password", "current-password");
        hasAutocomplete(bob, "New password", "new-password");
        hasAutocomplete(bob, "New password again", "new-password");
        assertThat(bob.page().locator("input[autocomplete=username]")).hasValue(account.login());
        bob.open("/preferences/authenticators/new");
        hasAutocomplete(bob, "Six-digit code", "one-time-code");
        bob.open("/settings/users/new");
        hasAutocomplete(bob, "Username", "off");
        hasAutocomplete(bob, "E-mail (optional)", "off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/preferences",
                "/preferences/api-keys/new",
                "/preferences/authenticators/new",
                "/settings/users/new",
                "/settings/companies/new",
                "/settings/parameters"
            })
    void fieldsWhenTheirBoundsAreShortThenCutNothingOfWhatIsTyped(String path, Visitors visitors) {
        Visitor dora = visitors.open(port);
        dora.signIn(accounts.withPassword("dora", Role.ADMIN)).open(path);

        assertThat(dora.page().locator("input")).not().hasCount(0);
        assertThat(dora.page().locator("[maxlength], input[type=number]")).hasCount(0);
    }

    private static void hasAutocomplete(Visitor visitor, String label, String value) {
        assertThat(visitor.field(label)).hasAttribute("autocomplete", value);
    }

    /** From now on forms go nowhere: the answer 204 leaves the page as it stands. */
    private static List<String> keepForms(Page page) {
        List<String> sent = new ArrayList<>();
        page.route("**", route -> {
            if (route.request().method().equals("POST")) {
                sent.add(route.request().postData());
                route.fulfill(new FulfillOptions().setStatus(204));
            } else {
                route.resume();
            }
        });
        return sent;
    }

    /** Waits for as many requests, and for one that would be too many. */
    private static void awaitSent(Page page, List<String> sent, int count) {
        page.waitForCondition(() -> sent.size() >= count);
        settle(page);
    }

    /** Lets the browser do what it is about to do; a request it had begun would have been seen by then. */
    private static void settle(Page page) {
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    private static void allowClipboard(Visitor visitor) {
        visitor.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    }
}
