package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.authenticator.Authenticator;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A new phone: which app the new one replaces is chosen in the wizard, and told where the apps are listed. */
@VestibuleTest
record AuthenticatorWizardControllerReplacesHttpTest(
        Browsers browsers, TestAccounts accounts, AuthenticatorApps authenticators, TestClock clock) {
    private static final String ENDS = "Replaces “Phone” when you first sign in with it.";
    private static final String ENDS_WITH = "Ends when you first sign in with “New phone”.";

    @Test
    void choiceWhenThereIsNoAppThenIsNotOffered() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));

        assertThat(Html.of(browser.get(TestWizard.URL)).hasField("replaces")).isFalse();
    }

    @Test
    void choiceWhenThereAreAppsThenNamesEachAndBeginsWithNone() {
        TestAccount ann = accounts.withApp(accounts.withMfa("ann"), "<b>Tablet</b>");
        Page page = browsers.open().signIn(ann).get(TestWizard.URL);

        assertThat(Html.of(page).hasField("replaces")).isTrue();
        assertThat(Html.of(page).chosen("replaces")).isEmpty();
        assertThat(page.body())
                .containsSubsequence(
                        "No, it is an additional app",
                        "It replaces Phone",
                        "It replaces &lt;b&gt;Tablet&lt;/b&gt;",
                        "</select>")
                .doesNotContain("<b>Tablet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void appWhenItReplacesNoneThenIsOneMore(String none, @WithMfa TestAccount ann) {
        TestWizard wizard = wizard(ann);

        Page answer = wizard.finish("New phone", wizard.code(wizard.secret()), "replaces", none);

        assertThat(answer.location()).isEqualTo("/preferences?done=authenticator-added");
        assertThat(wizard.browser().follow(answer).says("when you first sign in"))
                .isFalse();
    }

    @Test
    void appWhenItReplacesAnotherThenEveryPageSaysSoUntilItWasUsedToSignIn(@WithMfa TestAccount ann) {
        TestBrowser other = browsers.open().signIn(ann);
        clock.passWindow();
        TestWizard wizard = wizard(ann);
        String secret = wizard.secret();

        Page answer = wizard.finish("New phone", wizard.code(secret), "replaces", id(ann, "Phone"));

        assertThat(answer.location()).isEqualTo("/preferences?done=authenticator-added-replacing");
        Page list = wizard.browser().follow(answer);
        assertThat(list.body())
                .contains("The app is added. It replaces “Phone” when you first sign in with it; until then both work.")
                .containsSubsequence(">Phone<", ENDS_WITH, ">New phone<", ENDS);
        clock.passWindow();
        TestBrowser next = browsers.open();
        next.enterPassword(ann);
        assertThat(next.enterCode(wizard.code(secret)).location()).isEqualTo("/");
        Page after = next.get("/preferences");
        assertThat(after.body())
                .contains("“Phone” was replaced by “New phone”, which was used to sign in.", ">New phone<")
                .doesNotContain(">Phone<", ENDS, ENDS_WITH);
        assertThat(other.isSignedIn()).as("no session ends").isTrue();
        assertThat(next.get("/preferences?done=authenticator-added-replacing").body())
                .as("a bookmarked answer")
                .contains("The app is added.")
                .doesNotContain("until then both work");
    }

    @Test
    void listWhenAppsFollowOneAnotherThenSaysAllThatEnd(@WithMfa TestAccount ann) {
        accounts.withApp(ann, "Second", UUID.fromString(id(ann, "Phone")));
        TestAccount third = accounts.withApp(ann, "Third", UUID.fromString(id(ann, "Second")));
        TestBrowser browser = browsers.open().signIn(ann);

        assertThat(browser.get("/preferences").body())
                .containsSubsequence(
                        ">Phone<",
                        "Ends when you first sign in with “Second”.",
                        "Ends when you first sign in with “Third”.",
                        ">Second<",
                        "Replaces “Phone”",
                        "Ends when you first sign in with “Third”.",
                        ">Third<",
                        "Replaces “Second”",
                        "Replaces “Phone”");
        browsers.open().signIn(third);
        assertThat(authenticators.of(ann.id())).extracting(Authenticator::name).containsExactly("Third");
    }

    @ParameterizedTest
    @CsvSource({
        "Phone,right,name",
        "'',right,name",
        "New phone,wrong,confirmation_code",
        "New phone,12,confirmation_code"
    })
    void choiceWhenSomethingElseIsRefusedThenIsKept(String name, String typed, String field, @WithMfa TestAccount ann) {
        TestWizard wizard = wizard(ann);
        String secret = wizard.secret();
        String code = switch (typed) {
            case "right" -> wizard.code(secret);
            case "wrong" -> wizard.code(secret, Duration.ofHours(1));
            default -> typed;
        };

        Page answer = wizard.finish(name, code, "replaces", id(ann, "Phone"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).error(field)).isPresent();
        assertThat(Html.of(answer).chosen("replaces")).isEqualTo(id(ann, "Phone"));
        assertThat(authenticators.count(ann.id())).isOne();
    }

    @Test
    void choiceWhenTooManyCodesWereWrongThenIsKept(@WithMfa TestAccount ann) {
        TestWizard wizard = wizard(ann);
        String wrong = wizard.code(wizard.secret(), Duration.ofHours(1));
        for (int i = 0; i < 10; i++) {
            wizard.finish("New phone", wrong, "replaces", id(ann, "Phone"));
        }

        Page answer = wizard.finish("New phone", wrong, "replaces", id(ann, "Phone"));

        assertThat(answer.says("Too many wrong codes. Try again ")).isTrue();
        assertThat(Html.of(answer).chosen("replaces")).isEqualTo(id(ann, "Phone"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "another's",
                "gone",
                "00000000-0000-0000-0000-000000000000",
                "1-1-1-1-1",
                "1",
                "null",
                "' or 1=1",
                "<script>",
                "\u0000",
                "on"
            })
    void choiceWhenItIsNoAppOfOnesOwnThenIsRefusedAtTheFieldAndNothingChanges(
            String sent, @WithMfa TestAccount ann, @WithMfa TestAccount bea) {
        accounts.withApp(ann, "Gone");
        String gone = id(ann, "Gone");
        TestWizard wizard = wizard(ann);
        String secret = wizard.secret();
        wizard.browser().post("/preferences/authenticators/" + gone + "/delete");
        String id = sent.equals("another's") ? id(bea, "Phone") : sent.equals("gone") ? gone : sent;

        Page answer = wizard.finish("New phone", wizard.code(secret), "replaces", id);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).title()).startsWith("Error: ");
        assertThat(Html.of(answer).error("replaces"))
                .hasValueSatisfying(said -> assertThat(said).startsWith("You have no such app"));
        assertThat(Html.of(answer).value("name")).isEqualTo("New phone");
        assertThat(TestWizard.secret(answer)).isEqualTo(secret);
        assertThat(authenticators.of(ann.id())).extracting(Authenticator::name).containsExactly("Phone");
        assertThat(authenticators.count(bea.id())).isOne();
        assertThat(wizard.finish("New phone", wizard.code(secret), "replaces", id(ann, "Phone"))
                        .status())
                .as("the code was not spent")
                .isEqualTo(303);
    }

    @Test
    void choiceWhenThereIsNoAppAtAllThenIsRefusedAtTheField(@WithPassword TestAccount ann) {
        TestWizard wizard = wizard(ann);

        Page answer = wizard.finish(
                "Phone",
                wizard.code(wizard.secret()),
                "replaces",
                UUID.randomUUID().toString());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).error("replaces")).isPresent();
        assertThat(authenticators.count(ann.id())).isZero();
    }

    @Test
    void choiceWhenSentTwiceThenIsRefused(@WithMfa TestAccount ann) {
        TestWizard wizard = wizard(ann);
        String form = "name=New&confirmation_code=" + wizard.code(wizard.secret()) + "&replaces=&replaces="
                + id(ann, "Phone") + "&_csrf=" + wizard.browser().token();

        assertThat(wizard.browser().postRaw(TestWizard.URL, form).status()).isEqualTo(400);
        assertThat(authenticators.count(ann.id())).isOne();
    }

    @Test
    void wizardWhenThereAreFiveThenSaysAsEverThatOneMustGoFirst(@WithMfa TestAccount ann) {
        for (int app = 2; app <= Authenticator.MAX; app++) {
            accounts.withApp(ann, "App " + app);
        }
        TestBrowser browser = browsers.open().signIn(ann);

        Page page = browser.get(TestWizard.URL);
        Page answer = browser.post(
                TestWizard.URL, "name", "Sixth", "confirmation_code", "123456", "replaces", id(ann, "Phone"));

        for (Page full : List.of(page, answer)) {
            assertThat(full.says("You have five authenticator apps, which is the maximum."))
                    .isTrue();
            assertThat(Html.of(full).hasField("replaces")).isFalse();
        }
        assertThat(answer.status()).isEqualTo(422);
    }

    @Test
    void newAppWhenRemovedThenThePageSaysThatTheOldOneGoesOnAndItDoes(@WithMfa TestAccount ann) {
        TestAccount phone = accounts.withApp(ann, "New phone", UUID.fromString(id(ann, "Phone")));
        TestBrowser browser = browsers.open().signIn(ann);
        String url = "/preferences/authenticators/" + id(ann, "New phone") + "/delete";
        assertThat(browser.get(url).says("This app was to replace “Phone”, which keeps working."))
                .isTrue();
        assertThat(browser.get(url.replace(id(ann, "New phone"), id(ann, "Phone")))
                        .says("was to replace"))
                .isFalse();

        browser.post(url);

        assertThat(browser.get("/preferences").body()).doesNotContain(ENDS, ENDS_WITH);
        clock.passWindow();
        TestBrowser next = browsers.open();
        next.enterPassword(ann);
        assertThat(next.enterCode(phone.code()).location()).isEqualTo("/login/code?error=wrong");
        assertThat(next.enterCode(ann.code()).location()).isEqualTo("/");
    }

    private TestWizard wizard(TestAccount account) {
        TestWizard wizard = new TestWizard(browsers.open().signIn(account), clock);
        clock.passWindow();
        return wizard;
    }

    private String id(TestAccount account, String name) {
        return authenticators.of(account.id()).stream()
                .filter(app -> app.name().equals(name))
                .map(app -> app.id().toString())
                .findFirst()
                .orElseThrow();
    }
}
