package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Five apps and no more; what two requests at once, or a change in between, make of the wizard. */
@VestibuleTest
record AuthenticatorWizardControllerLimitsHttpTest(
        Browsers browsers, TestAccounts accounts, TestClock clock, MfaSwitch mfa) {
    private TestWizard wizard(TestAccount account) {
        return new TestWizard(browsers.open().signIn(account), clock);
    }

    @Test
    void wizardWhenThereAreFiveAppsThenSaysSoAndTakesNoSixth() {
        TestWizard wizard = wizard(accounts.withPassword("max"));
        for (int app = 1; app <= 5; app++) {
            assertThat(wizard.add("App " + app).status()).isEqualTo(app == 1 ? 200 : 303);
        }

        for (Page page : List.of(wizard.browser().get(TestWizard.URL), wizard.finish("App 6", "123456"))) {
            assertThat(page.says("You have five authenticator apps, which is the maximum."))
                    .isTrue();
            assertThat(Html.of(page).hasButton()).isFalse();
            assertThat(page.body()).doesNotContain("<svg xmlns", "otpauth:");
        }
        assertThat(wizard.finish("App 6", "123456").status()).isEqualTo(422);
        assertThat(wizard.browser().get("/preferences").body()).doesNotContain("href=\"" + TestWizard.URL);
    }

    @Test
    void wizardWhenFinishedTwiceAtOnceThenOneAppIsAdded(@WithMfa TestAccount max) throws InterruptedException {
        TestWizard wizard = wizard(max);
        String secret = wizard.secret();
        String token = wizard.browser().token();
        String code = wizard.code(secret);

        List<Page> answers = Race.between(List.of(
                () -> tab(wizard).finish("Tablet", code, "_csrf", token),
                () -> tab(wizard).finish("Desktop", code, "_csrf", token),
                () -> tab(wizard).finish("Tablet", code, "_csrf", token)));

        assertThat(answers).filteredOn(answer -> answer.status() == 303).isNotEmpty();
        assertThat(answers).allMatch(answer -> answer.status() == 303 || answer.status() == 422);
        assertThat(wizard.browser().get("/preferences").body().split("/delete\""))
                .hasSize(3);
    }

    @Test
    void firstAppWhenFinishedTwiceAtOnceThenNobodyMeetsAFault() throws InterruptedException {
        TestWizard wizard = wizard(accounts.withPassword("max"));
        String code = wizard.code(wizard.secret());
        String token = wizard.browser().token();

        List<Page> answers = Race.of(4, () -> tab(wizard).finish("Phone", code, "_csrf", token));

        assertThat(answers)
                .extracting(Page::status)
                .allMatch(status -> status == 200 || status == 303 || status == 302 || status == 422 || status == 403);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 200 && answer.says("Save your recovery codes"))
                .isNotEmpty();
    }

    @Test
    void wizardWhenOpenedManyTimesAtOnceThenShowsOneSecret() throws InterruptedException {
        TestWizard wizard = wizard(accounts.withPassword("max"));

        List<String> secrets = Race.of(6, () -> tab(wizard).secret());

        assertThat(secrets).containsOnly(secrets.get(0));
    }

    @Test
    void secretWhenTheSessionThatSawItHasEndedThenTheNextSessionGetsAnother(@WithPassword TestAccount max) {
        String seen = wizard(max).secret();
        TestWizard own = wizard(max);
        String password = "walnut-harbour-giraffe-7";
        own.browser()
                .post(
                        "/preferences/password",
                        "current_password",
                        max.password(),
                        "new_password",
                        password,
                        "new_password_confirmation",
                        password);

        assertThat(own.browser().isSignedIn()).isTrue();
        assertThat(own.secret())
                .as("a thief who had a session may know the old one")
                .isNotEqualTo(seen);
    }

    @Test
    void secretWhenMfaIsSwitchedByAnAdministratorThenTheNextSessionGetsAnother(@WithMfa TestAccount max) {
        String seen = wizard(max).secret();

        mfa.disable(max.id(), Optional.empty());

        assertThat(wizard(max).secret()).isNotEqualTo(seen);
    }

    private static TestWizard tab(TestWizard wizard) {
        TestBrowser tab = wizard.browser().copy();
        return new TestWizard(tab, wizard.clock());
    }
}
