package dev.vestibule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What was just done is told in the section of its form, has the focus, and stands in the title. */
@VestibuleTest
class ConfirmationPlaceHttpTest {
    private static final Pattern AUTOFOCUS = Pattern.compile("<[^>]*\\sautofocus[\\s=>][^>]*>");
    private static final Pattern SECTION = Pattern.compile("<section[^>]*\\sid=\"([^\"]+)\"");

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    TestAccount admin;
    TestBrowser browser;

    @BeforeEach
    void signIn() {
        admin = accounts.withPassword("dora", Role.ADMIN);
        browser = browsers.signedIn(admin);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            profile                       | profile        | Your profile is saved.
            password                      | password       | Your password is changed.
            mfa-enabled                   | mfa            | Two-step sign-in is on.
            mfa-disabled                  | mfa            | Two-step sign-in is off.
            authenticator-added           | authenticators | The app is added.
            authenticator-added-first     | authenticators | The app is added, and
            authenticator-added-replacing | authenticators | The app is added.
            authenticator-removed         | authenticators | The app is removed.
            device-revoked                | devices        | The device is revoked.
            devices-revoked               | devices        | All trusted devices are revoked.
            session-ended                 | sessions       | The session is ended.
            sessions-ended                | sessions       | All your other sessions are ended.
            api-key-revoked               | api-keys       | The API key is revoked.
            api-keys-ended                | api-keys       | All your API keys are revoked.
            """)
    void preferencesWhenSomethingWasDoneThenItsSectionSaysSo(String done, String section, String text) {
        isToldIn(section, text, browser.get("/preferences?done=" + done));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user-changed           | edit       | The user is saved.
            user-disabled          | access     | The user is disabled
            user-enabled           | access     | The user is enabled.
            user-role              | access     | The role is changed.
            user-sessions-ended    | access     | All sessions of this user are ended.
            user-own-sessions-ended | access    | All your other sessions are ended.
            user-mfa-disabled      | protection | Two-step sign-in is off for this user.
            user-devices-revoked   | protection | All trusted devices of this user are revoked.
            user-unlocked          | facts      | The account is unlocked.
            user-api-key-revoked   | api-keys   | The API key is revoked.
            """)
    void userWhenSomethingWasDoneThenItsSectionSaysSo(
            String done, String section, String text, @WithPassword TestAccount erin) {
        isToldIn(section, text, browser.get("/settings/users/" + erin.id() + "?done=" + done));
    }

    @Test
    void formWhenSentThenTheAnswerIsTheMessageInItsSection(@WithPassword TestAccount erin) {
        browsers.signedIn(admin);
        String user = "/settings/users/" + erin.id();

        isToldIn(
                "profile",
                "Your profile is saved.",
                sent("/preferences/profile", "name", "Dora", "time_zone", "Europe/Vienna"));
        isToldIn("sessions", "All your other sessions are ended.", sent("/preferences/sessions/end-others"));
        isToldIn("access", "All sessions of this user are ended.", sent(user + "/end-sessions"));
        isToldIn("access", "The user is disabled", sent(user + "/disable"));
    }

    private Page sent(String path, String... fields) {
        Page answer = browser.post(path, fields);
        assertThat(answer.status()).isEqualTo(303);
        return browser.follow(answer);
    }

    @Test
    void parameterWhenChangedThenItsOwnRowSaysSo() {
        String form = "action=\"/settings/parameters/session.idle_minutes\"";
        for (String step : List.of("", "/reset")) {
            Page page = sent("/settings/parameters/session.idle_minutes" + step, "value", "61");

            int told = page.body().indexOf("id=\"done\"");
            assertThat(told).isPositive().isLessThan(page.body().indexOf(form));
            assertThat(page.body().substring(told, page.body().indexOf(form)))
                    .as("nothing but its own form comes after it")
                    .doesNotContain("</form>", "<input", "<select");
            hasTheFocus(page);
        }
        assertThat(browser.get("/settings/parameters?done=parameter-changed&parameter=none")
                        .body())
                .contains("The parameter is changed.");
    }

    @ParameterizedTest
    @CsvSource({
        "/?done=notices-read",
        "/preferences?done=sent-before",
        "/preferences?done=user-changed",
        "/preferences/password?done=unsaved",
        "/preferences/password?done=not-me",
        "/preferences/authenticators/new?done=again",
        "/settings/users?done=user-deleted",
        "/settings/companies?done=company-created",
        "/settings/companies?done=company-changed"
    })
    void pageWhenItHasNoSectionForTheMessageThenTellsItAtTheTop(String path) {
        Page page = browser.get(path);

        hasTheFocus(page);
        assertThat(page.body().indexOf("id=\"done\"")).isLessThan(page.body().indexOf("<h1"));
    }

    @Test
    void pageWhenNothingWasDoneThenTheTitleIsItsOwn() {
        assertThat(Html.of(browser.get("/preferences?done=nothing")).title())
                .isEqualTo(Html.of(browser.get("/preferences")).title())
                .isEqualTo("Change My Preferences · Vestibule");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /preferences/profile        | name=Dora&time_zone=Nowhere                                            | time_zone
            /preferences/password       | current_password=%&new_password=walnut-bicycle-58&new_password_confirmation=x | new_password_confirmation
            /settings/users/new         | login=focus-a&name=&email=&role=USER                                     | name
            /settings/users/new         | login=focus-b&name=Erin&email=&role=ROOT                                 | role
            /settings/companies/new     | name=Orchard&mfa_required=all&grace_days=7&enrolment=password          | mfa_required
            /preferences/api-keys/new   | name=Backup&scope=all&expires_in_days=90                               | scope
            /preferences/api-keys/new   | name=Backup&scope=read&expires_in_days=0                               | expires_in_days
            /settings/parameters/session.idle_minutes | value=0                                                  | session.idle_minutes
            """)
    void formWhenRefusedThenTheFirstWrongFieldHasTheFocus(String path, String fields, String field) {
        List<String> form = new ArrayList<>();
        for (String pair : fields.replace("%", admin.password()).split("&", -1)) {
            form.addAll(List.of(pair.split("=", 2)));
        }

        Page refused = browser.post(path, form.toArray(String[]::new));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(Html.of(refused).title()).startsWith("Error: ");
        assertThat(focused(refused)).singleElement().asString().contains(" id=\"" + field + "\"");
    }

    @Test
    void formWhenRefusedAsAWholeThenTheReasonHasTheFocus() {
        Page refused = browser.post("/settings/users/" + admin.id() + "/disable");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(Html.of(refused).title()).startsWith("Error: ");
        assertThat(focused(refused)).singleElement().asString().contains("role=\"alert\"");
    }

    private static void isToldIn(String section, String text, Page page) {
        hasTheFocus(page);
        String body = page.body();
        int told = body.indexOf("id=\"done\"");
        String before = body.substring(0, told);
        var sections = SECTION.matcher(before);
        String last = "";
        while (sections.find()) {
            last = sections.group(1);
        }
        assertThat(last).isEqualTo(section);
        assertThat(before.lastIndexOf("</section>")).isLessThan(before.lastIndexOf("id=\"" + section + "\""));
        assertThat(body.substring(told)).contains(text);
        assertThat(Html.of(page).title()).startsWith(text).endsWith(" · Vestibule");
    }

    private static void hasTheFocus(Page page) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(focused(page)).singleElement().asString().contains(" id=\"done\"", "tabindex=\"-1\"");
    }

    private static List<String> focused(Page page) {
        return AUTOFOCUS.matcher(page.body()).results().map(tag -> tag.group()).toList();
    }
}
