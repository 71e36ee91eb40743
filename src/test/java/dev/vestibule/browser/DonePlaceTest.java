package dev.vestibule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** After a form the page opens at the section of that form, which has the message and the focus. */
@BrowserTest
@VestibuleTest
class DonePlaceTest {
    private static final String PARAMETER = "form[action$='/session.idle_minutes']";

    @LocalServerPort
    int port;

    @Autowired
    TestAccounts accounts;

    @Autowired
    Browsers browsers;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void preferencesWhenAFormIsSentThenTheMessageInItsSectionHasTheFocus(
            boolean script, Visitors visitors, @WithPassword(Role.ADMIN) TestAccount dora) {
        browsers.signedIn(dora);
        Visitor visitor = script ? visitors.open(port) : visitors.withoutScript(port);
        visitor.signIn(dora).open("/preferences");

        visitor.press("End all other sessions");
        isToldIn(visitor, "#sessions", "All your other sessions are ended.");
        visitor.press("Save profile");
        isToldIn(visitor, "#profile", "Your profile is saved.");
        assertThat(visitor.page()).hasTitle(Pattern.compile("^Your profile is saved\\. .*"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void settingsWhenAFormIsSentThenTheMessageInItsSectionHasTheFocus(
            boolean script, Visitors visitors, @WithPassword TestAccount erin) {
        Visitor visitor = script ? visitors.open(port) : visitors.withoutScript(port);
        visitor.signIn(accounts.withPassword("dora", Role.ADMIN)).open("/settings/users/" + erin.id());

        visitor.press("End sessions");
        isToldIn(visitor, "#access", "All sessions of this");
        visitor.press("Disable");
        isToldIn(visitor, "#access", "is disabled");
        visitor.press("Save");
        isToldIn(visitor, "#edit", "is saved");

        visitor.open("/settings/parameters");
        visitor.page().locator(PARAMETER).getByText("Save").click();
        isToldIn(visitor, "li:has(" + PARAMETER + ")", "The parameter is changed.");
    }

    private static void isToldIn(Visitor visitor, String section, String text) {
        Locator message = visitor.page().locator(section + " #done");
        assertThat(message).containsText(text);
        assertThat(message).isFocused();
        assertThat(message).isInViewport();
    }
}
