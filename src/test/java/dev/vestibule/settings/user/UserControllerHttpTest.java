package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What an administrator changes of somebody, and what becomes of two who do so at once. */
@VestibuleTest
class UserControllerHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    AccountRepository accounts;

    private TestBrowser browser;
    private TestAccount account;
    private String url;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(testAccounts.withPassword("root", Role.ADMIN));
        account = testAccounts.withPassword("una");
        url = "/settings/users/" + account.id();
    }

    private Account account() {
        return accounts.findById(account.id()).orElseThrow();
    }

    private Page save(String name, String email, String version) {
        return browser.post(url, "name", name, "email", email, "version", version);
    }

    private String version() {
        return Html.of(browser.get(url)).value("version");
    }

    @Test
    void userWhenSavedThenHasTheNewDetailsAndNothingEnds() {
        TestBrowser own = browsers.open().signIn(account);

        Page answer = save(" Una <Stubbs> ", "una@example.org", version());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo(url + "?done=user-changed");
        Page page = browser.follow(answer);
        assertThat(page.body()).contains("The user is saved.", "Una &lt;Stubbs&gt;");
        assertThat(Html.of(page).value("email")).isEqualTo("una@example.org");
        assertThat(own.isSignedIn()).isTrue();
        assertThat(save("Una", "", version()).status()).isEqualTo(303);
        assertThat(account().email()).isNull();
    }

    @Test
    void userWhenSomebodyElseChangedItMeanwhileThenIsToldWhatAndTheNextPressCounts() {
        String seen = version();
        save("Changed Meanwhile", "meanwhile@example.org", seen);

        Page refused = save("Mine", "mine@example.org", seen);

        assertThat(refused.status()).isEqualTo(422);
        Html html = Html.of(refused);
        assertThat(html.title()).startsWith("Error: ");
        assertThat(refused.body()).contains("Somebody else changed this in the meantime.");
        assertThat(html.error("name")).contains("It now says: Changed Meanwhile");
        assertThat(html.error("email")).contains("It now says: meanwhile@example.org");
        assertThat(html.value("name")).isEqualTo("Mine");
        assertThat(html.value("email")).isEqualTo("mine@example.org");
        assertThat(account().name()).isEqualTo("Changed Meanwhile");
        assertThat(save("Mine", "mine@example.org", html.value("version")).status())
                .isEqualTo(303);
        assertThat(account().name()).isEqualTo("Mine");
    }

    @Test
    void userWhenTheOwnerChangedTheNameMeanwhileThenIsToldAsWell() {
        String seen = version();
        browsers.open().signIn(account).post("/preferences/profile", "name", "Own Choice", "time_zone", "UTC");

        Page refused = browser.post(url, "name", "Mine", "version", seen);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(Html.of(refused).error("name")).contains("It now says: Own Choice");
    }

    @Test
    void userWhenTwoSaveAtOnceThenOneIsToldOfTheOther() throws InterruptedException {
        String seen = version();
        String token = browser.token();

        List<Page> answers = Race.between(List.of(
                () -> browser.copy().post(url, "name", "One", "email", "", "version", seen, "_csrf", token),
                () -> browser.copy().post(url, "name", "Two", "email", "", "version", seen, "_csrf", token)));

        assertThat(answers).extracting(Page::status).containsExactlyInAnyOrder(303, 422);
    }

    @ParameterizedTest
    @CsvSource({
        "password-link, access",
        "role, access",
        "delete, access",
        "mfa-disable, protection",
        "reset, protection",
        "why, facts"
    })
    void pageWhenLeftThenLeadsToTheSectionItCameFrom(String action, String section) {
        assertThat(browser.get(url).body()).contains("<section class=\"panel\" id=\"" + section + "\"");
        assertThat(browser.get(url + "/" + action).body()).contains("href=\"" + url + "#" + section + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "-1", "99999999999", "1.5", "<script>alert(1)</script>"})
    void userWhenTheVersionIsTamperedWithThenNothingIsOverwritten(String version) {
        Page answer = save("Overwritten", "", version);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).doesNotContain("Failed to convert", "java.lang", "<script>alert");
        assertThat(Html.of(answer).value("version")).isEqualTo(version());
        assertThat(account().name()).isEqualTo("una");
    }

    @Test
    void userWhenFieldsAreMissingOrDoubledThenNothingIsOverwritten() {
        assertThat(browser.post(url).status()).isEqualTo(422);
        assertThat(browser.post(url, "name", "N").status()).isEqualTo(422);
        assertThat(browser.postRaw(url, "name=a&name=b&version=0&_csrf=" + browser.token())
                        .status())
                .isEqualTo(400);
        assertThat(account().name()).isEqualTo("una");
    }

    @ParameterizedTest
    @CsvSource({"'',a@b.org,name", "'   ',a@b.org,name", "N,nonsense,email", "N,a@b@c,email"})
    void userWhenAFieldIsRefusedThenItIsToldThereAndTheInputKept(String name, String email, String field) {
        Page answer = save(name, email, version());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).title()).startsWith("Error: ");
        assertThat(Html.of(answer).error(field)).isPresent();
        assertThat(Html.of(answer).value("email")).isEqualTo(email);
        assertThat(Html.of(answer).value("version")).isEqualTo(version());
    }

    @Test
    void userWhenTheFormCarriesMoreThanItsFieldsThenTheRestIsNotLookedAt() {
        Page answer = browser.post(
                url,
                "name",
                "Una",
                "email",
                "",
                "version",
                version(),
                "role",
                "ADMIN",
                "disabled",
                "true",
                "mfaEnabled",
                "true",
                "login",
                "root",
                "password",
                "x",
                "id",
                UUID.randomUUID().toString());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(account().role()).isEqualTo(Role.USER);
        assertThat(account().disabled()).isFalse();
        assertThat(account().mfaEnabled()).isFalse();
        assertThat(account().login()).isEqualTo(account.login());
    }
}
