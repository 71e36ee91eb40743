package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.ApiKey;
import dev.vestibule.apikey.ApiKeys;
import dev.vestibule.apikey.Scope;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One's own API keys, and an administrator's view of them. */
@VestibuleTest
record OwnApiKeyControllerHttpTest(
        Browsers browsers, TestAccounts accounts, ApiClients programs, ApiKeys keys, TestClock clock) {
    private static final String NEW = "/preferences/api-keys/new";
    private static final Pattern KEY = Pattern.compile("vst_[0-9A-Za-z]{49}");

    private static Page make(TestBrowser browser, String name, String scope, String days) {
        return browser.post(NEW, "name", name, "scope", scope, "expires_in_days", days);
    }

    @Test
    void keyWhenMadeThenIsShownOnceAndWorks(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        Page form = browser.get(NEW);
        assertThat(Html.of(form).value("expires_in_days")).isEqualTo("90");
        assertThat(Html.of(form).chosen("scope")).isEqualTo("read");

        Page answer = make(browser, " Nightly <backup> ", "write", "7");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        Matcher key = KEY.matcher(answer.body());
        assertThat(key.find()).isTrue();
        assertThat(programs.open().withKey(key.group()).get("/me").status()).isEqualTo(200);
        ApiKey kept = keys.of(ann.id()).get(0);
        assertThat(kept.name()).isEqualTo("Nightly <backup>");
        assertThat(kept.scope()).isEqualTo(Scope.WRITE);
        assertThat(kept.expiresAt()).isEqualTo(kept.madeAt().plus(Duration.ofDays(7)));
        Page list = browser.get("/preferences");
        assertThat(list.body()).contains("Nightly &lt;backup&gt;", "Read and write", "from 127.0.0.1");
        assertThat(KEY.matcher(list.body()).find()).isFalse();
        assertThat(browser.get("/preferences").body()).contains("API key created", "(write)");
        ann.clock().passWindow();
        assertThat(browsers.signedIn(ann).get("/").says("API key created"))
                .as("a notice to other sessions")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'',read,90,name,Enter a name.",
        "x,,90,scope,Choose one of the scopes.",
        "x,admin,90,scope,Choose one of the scopes.",
        "x,read,0,expires_in_days,Enter a whole number from 1 to 365.",
        "x,read,366,expires_in_days,Enter a whole number from 1 to 365.",
        "x,read,-1,expires_in_days,Enter a whole number from 1 to 365.",
        "x,read,1.5,expires_in_days,Enter a whole number from 1 to 365.",
        "x,read,'',expires_in_days,Enter a whole number from 1 to 365."
    })
    void formWhenAFieldIsWrongThenSaysSoThereAndMakesNone(
            String name, String scope, String days, String field, String message, @WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);

        Page refused = make(browser, name, scope == null ? "" : scope, days);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(Html.of(refused).error(field)).contains(message);
        assertThat(Html.of(refused).value("name")).isEqualTo(name);
        assertThat(Html.of(refused).title()).startsWith("Error:");
        assertThat(keys.of(ann.id())).isEmpty();
    }

    @Test
    void formWhenTheProofIsOldThenAsksForItFirst(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(15));

        assertThat(browser.get(NEW).location()).isEqualTo("/login?proof");
        Page asked = make(browser, "x", "read", "90");
        assertThat(asked.location()).isEqualTo("/login?proof");
        assertThat(browser.prove(ann, asked).location()).isEqualTo(NEW + "?done=again");
        assertThat(keys.of(ann.id())).isEmpty();
    }

    @Test
    void keysWhenThereAreTooManyThenThePageSaysSoAndHasNoButton(@WithPassword TestAccount ann) {
        for (int i = 0; i < ApiKey.MAX; i++) {
            programs.key(ann, Scope.READ);
        }
        TestBrowser browser = browsers.open().signIn(ann);

        Page page = browser.get(NEW);
        assertThat(page.says("You have 50 API keys, which is the maximum.")).isTrue();
        assertThat(Html.of(page).hasButton()).isFalse();
        assertThat(make(browser, "x", "read", "90").status()).isEqualTo(422);
        assertThat(keys.count(ann.id())).isEqualTo(ApiKey.MAX);
    }

    @Test
    void keyWhenRevokedThenIsGoneAndTakesNoProof(@WithPassword TestAccount ann) {
        var key = programs.key(ann, Scope.READ);
        TestBrowser browser = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(16));
        String form = "/preferences/api-keys/" + key.key().id() + "/revoke";
        assertThat(Html.of(browser.get("/preferences")).hasForm(form)).isFalse();
        assertThat(browser.get("/preferences").body()).contains("href=\"" + form + "\"");
        Page asked = browser.get(form);
        assertThat(asked.body()).contains("Revoke the API key", "nightly", "This cannot be undone.");
        assertThat(Html.of(asked).hasForm(form)).isTrue();
        assertThat(programs.open().withKey(key.text().text()).get("/me").status())
                .isEqualTo(200);

        Page done = browser.post(form);

        assertThat(done.location()).isEqualTo("/preferences?done=api-key-revoked");
        assertThat(browser.follow(done).says("The API key is revoked.")).isTrue();
        assertThat(programs.open().withKey(key.text().text()).get("/me").status())
                .isEqualTo(401);
        assertThat(browser.post(form).status()).isEqualTo(404);
        assertThat(browser.get(form).status()).isEqualTo(404);
        assertThat(browser.get("/preferences/api-keys/end-all").says("You have no API keys."))
                .isTrue();
    }

    @Test
    void passwordPageWhenThereAreKeysThenSaysThatTheyStayAndEndsThemAll(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        assertThat(browser.get("/preferences/password").says("keeps working")).isFalse();
        programs.key(ann, Scope.READ);
        assertThat(browser.get("/preferences/password").says("Your API key keeps working"))
                .isTrue();
        var key = programs.key(ann, Scope.READ);
        Page page = browser.get("/preferences/password");
        assertThat(page.says("Your 2 API keys keep working")).isTrue();
        assertThat(page.body()).contains("href=\"/preferences/api-keys/end-all\"");
        Page asked = browser.get("/preferences/api-keys/end-all");
        assertThat(Html.of(asked).hasForm("/preferences/api-keys/end-all")).isTrue();
        assertThat(asked.body()).contains("<li><strong>");

        Page changed = browser.post(
                "/preferences/password",
                "current_password",
                ann.password(),
                "new_password",
                "wooden-lantern-harbor-31",
                "new_password_confirmation",
                "wooden-lantern-harbor-31");
        assertThat(changed.location()).isEqualTo("/preferences?done=password");
        assertThat(programs.open().withKey(key.text().text()).get("/me").status())
                .isEqualTo(200);

        Page done = browser.post("/preferences/api-keys/end-all");
        assertThat(browser.follow(done).says("All your API keys are revoked.")).isTrue();
        assertThat(programs.open().withKey(key.text().text()).get("/me").status())
                .isEqualTo(401);
    }

    @Test
    void keyWhenItsTimeIsUpThenTheListSaysSo(@WithPassword TestAccount ann) {
        programs.key(ann, Scope.READ);
        clock.pass(Duration.ofDays(91));

        assertThat(browsers.open().signIn(ann).get("/preferences").says("Expired"))
                .isTrue();
    }

    @Test
    void administratorWhenLookingAtAUserThenSeesTheKeysAndRevokesOne(@WithMfa TestAccount ann) {
        var key = programs.key(ann, Scope.READ);
        TestAccount root = accounts.withPassword("root", Role.ADMIN);
        TestBrowser admin = browsers.open().signIn(root);
        String page = "/settings/users/" + ann.id();
        String form = page + "/api-keys/" + key.key().id() + "/revoke";
        assertThat(admin.get(page).says("nightly")).isTrue();
        assertThat(admin.get(page).body()).contains("href=\"" + form + "\"");
        assertThat(admin.get(form).body()).contains("nightly", ann.login(), "This cannot be undone.");
        assertThat(Html.of(admin.get(form)).hasForm(form)).isTrue();
        assertThat(admin.get(page + "/api-keys/" + ann.id() + "/revoke").status())
                .isEqualTo(404);
        assertThat(KEY.matcher(admin.get(page).body()).find()).isFalse();

        Page done = admin.post(form);

        assertThat(done.location()).isEqualTo(page + "?done=user-api-key-revoked");
        assertThat(admin.follow(done).says("nightly")).isFalse();
        assertThat(programs.open().withKey(key.text().text()).get("/me").status())
                .isEqualTo(401);
        assertThat(admin.post(form).status()).isEqualTo(404);
        assertThat(admin.post(page + "/api-keys/x/revoke").status()).isEqualTo(404);
    }

    @Test
    void administratorWhenTheProofIsOldThenIsLedBackToThePageOfTheForm(@WithPassword TestAccount ann) {
        var key = programs.key(ann, Scope.READ);
        TestAccount root = accounts.withPassword("root", Role.ADMIN);
        TestBrowser admin = browsers.open().signIn(root);
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofMinutes(45));
            admin.get("/");
        }

        Page asked = admin.post(
                "/settings/users/" + ann.id() + "/api-keys/" + key.key().id() + "/revoke");

        assertThat(asked.location()).isEqualTo("/login?proof");
        assertThat(admin.prove(root, asked).location())
                .isEqualTo(
                        "/settings/users/" + ann.id() + "/api-keys/" + key.key().id() + "/revoke?done=again");
    }
}
