package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Role;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.MfaReset;
import dev.vestibule.settings.TestAdministrators;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import dev.vestibule.throttle.CodeTries;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an administrator does for somebody who has lost the phone, or guessed too often. */
@VestibuleTest
record UserResetControllerHttpTest(
        Browsers browsers,
        TestAccounts testAccounts,
        AccountRepository accounts,
        AccountService accountService,
        AuthenticatorApps apps,
        MfaReset factors,
        CodeTries tries,
        TestClock clock,
        JdbcClient jdbc) {
    private static String url(TestAccount person) {
        return "/settings/users/" + person.id();
    }

    private TestBrowser administrator() {
        return browsers.open().signIn(testAccounts.withPassword("root", Role.ADMIN));
    }

    private static String pass(Page answer) {
        String pass = Html.of(answer).element("pass").orElseThrow(() -> new AssertionError("no pass on " + answer));
        assertThat(pass).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}");
        return pass;
    }

    @Test
    void resetWhenConfirmedThenShowsAPassOnceAndTakesTheFactorsAway(@WithMfa TestAccount ann) {
        TestBrowser root = administrator();

        Page confirming = root.get(url(ann) + "/reset");
        assertThat(confirming.status()).isEqualTo(200);
        assertThat(Html.of(confirming).hasForm(url(ann) + "/reset")).isTrue();
        assertThat(apps.count(ann.id())).as("the page changes nothing").isEqualTo(1);
        Page answer = root.post(url(ann) + "/reset");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        String pass = pass(answer);
        var account = accounts.findById(ann.id()).orElseThrow();
        assertThat(account.enrolmentDue()).isTrue();
        assertThat(account.mfaEnabled()).isFalse();
        assertThat(account.hasPassword()).isTrue();
        assertThat(apps.count(ann.id())).isZero();
        Page user = root.get(url(ann));
        assertThat(user.body()).contains("Enrolment due").doesNotContain(pass, "href=\"" + url(ann) + "/reset");
        assertThat(root.get("/settings/users?state=due&q=" + ann.login()).body())
                .contains(">" + ann.login() + "<");
        assertThat(root.get("/settings/users?state=mfa&q=" + ann.login()).body())
                .doesNotContain(">" + ann.login() + "<");
        TestBrowser owner = browsers.open();
        owner.enterPassword(ann);
        assertThat(owner.post("/login/enrolment-pass", "enrolment_pass", pass).location())
                .isEqualTo("/preferences/authenticators/new");
    }

    @Test
    void resetWhenMfaIsOffButThereAreAppsThenIsDone(@WithMfa TestAccount ann) {
        TestBrowser root = administrator();
        root.post(url(ann) + "/mfa-disable");

        pass(root.post(url(ann) + "/reset"));

        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login/enrolment-pass");
    }

    @Test
    void resetWhenDoneBeforeThenIsRefusedAndThePassStays(@WithMfa TestAccount ann) {
        TestBrowser root = administrator();
        String pass = pass(root.post(url(ann) + "/reset"));

        Page again = root.post(url(ann) + "/reset");

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.says("reset already")).isTrue();
        assertThat(Html.of(again).hasButton()).isFalse();
        TestBrowser owner = browsers.open();
        owner.enterPassword(ann);
        assertThat(owner.post("/login/enrolment-pass", "enrolment_pass", pass).location())
                .isEqualTo("/preferences/authenticators/new");
    }

    @Test
    void resetWhenSentTwiceAtOnceThenOnePassIsShown(@WithMfa TestAccount ann) throws InterruptedException {
        TestBrowser root = administrator();
        String token = root.token();

        List<Page> answers = Race.of(4, () -> root.copy().post(url(ann) + "/reset", "_csrf", token));

        assertThat(answers).extracting(Page::status).containsOnly(200, 422).containsOnlyOnce(200);
    }

    @Test
    void resetWhenThereIsNoAppThenSaysWhyAndHasNoButton(@WithPassword TestAccount bob) {
        TestBrowser root = administrator();

        Page refused = root.post(url(bob) + "/reset");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(List.of(refused, root.get(url(bob) + "/reset"))).allSatisfy(page -> {
            assertThat(page.says("no authenticator app")).isTrue();
            assertThat(Html.of(page).hasButton()).isFalse();
        });
        assertThat(browsers.open().enterPassword(bob).location()).isEqualTo("/");
    }

    @Test
    void resetWhenItIsOneselfOrTheLastAdministratorThenIsRefused(
            @WithMfa(Role.ADMIN) TestAccount root, @WithMfa(Role.ADMIN) TestAccount second) {
        TestBrowser browser = browsers.open().signIn(root);

        Page oneself = browser.post(url(root) + "/reset");
        assertThat(oneself.status()).isEqualTo(422);
        assertThat(oneself.says("This is your own account.")).isTrue();
        try (var only = TestAdministrators.only(jdbc, root, second)) {
            assertThat(browser.post(url(second) + "/reset").status()).isEqualTo(200);

            assertThat(accountService.isLastAdministrator(root.id()))
                    .as("who has to enrol cannot sign in")
                    .isTrue();
            Page last = browser.get(url(root) + "/reset");
            assertThat(last.says("the last administrator")).isTrue();
            assertThat(Html.of(last).hasButton()).isFalse();
            assertThat(factors.reset(root.id()).refusal()).isEqualTo(MfaReset.Refusal.LAST_ADMINISTRATOR);
            assertThat(accountService.disable(root.id())).isEqualTo(AccountService.Outcome.LAST_ADMINISTRATOR);
        }
        assertThat(apps.count(root.id())).isEqualTo(1);
    }

    @Test
    void administratorsWhenTwoResetEachOtherAtOnceThenOneStays(
            @WithMfa(Role.ADMIN) TestAccount anna, @WithMfa(Role.ADMIN) TestAccount bert) throws InterruptedException {
        try (var only = TestAdministrators.only(jdbc, anna, bert)) {
            List<MfaReset.Result> results =
                    Race.between(List.of(() -> factors.reset(anna.id()), () -> factors.reset(bert.id())));

            assertThat(results.stream().filter(result -> result.pass() != null)).hasSize(1);
        }
    }

    @Test
    void pagesWhenTheProofIsOldThenAskForItFirst(@WithMfa TestAccount ann, @WithMfa(Role.ADMIN) TestAccount root) {
        TestBrowser browser = browsers.open().signIn(root);
        clock.pass(Duration.ofMinutes(16));

        for (String form : List.of("/reset", "/enrolment-pass")) {
            assertThat(browser.get(url(ann) + form).location()).isEqualTo("/login?proof");
            assertThat(browser.post(url(ann) + form).location()).isEqualTo("/login?proof");
        }
        assertThat(apps.count(ann.id())).isEqualTo(1);
        assertThat(browser.prove(root, browser.post(url(ann) + "/reset")).location())
                .isEqualTo(url(ann) + "/reset?done=again");
    }

    @Test
    void resetWhenAUserAsksThenIsForbidden(@WithMfa TestAccount ann) {
        TestBrowser bob = browsers.open().signIn(testAccounts.withPassword("bob"));

        for (String form : List.of("/reset", "/enrolment-pass", "/unlock")) {
            assertThat(bob.post(url(ann) + form).status()).isEqualTo(403);
        }
    }

    @Test
    void passWhenMadeAnewThenReplacesTheFirst(@WithMfa TestAccount ann) {
        TestBrowser root = administrator();
        String first = pass(root.post(url(ann) + "/reset"));

        assertThat(Html.of(root.get(url(ann) + "/enrolment-pass")).hasForm(url(ann) + "/enrolment-pass"))
                .isTrue();
        String second = pass(root.post(url(ann) + "/enrolment-pass"));

        TestBrowser owner = browsers.open();
        owner.enterPassword(ann);
        assertThat(owner.post("/login/enrolment-pass", "enrolment_pass", first).location())
                .isEqualTo("/login/enrolment-pass?error=wrong");
        assertThat(owner.post("/login/enrolment-pass", "enrolment_pass", second).location())
                .isEqualTo("/preferences/authenticators/new");
    }

    @Test
    void passWhenTheAccountWasNotResetThenIsRefused(@WithMfa TestAccount ann) {
        TestBrowser root = administrator();

        Page refused = root.post(url(ann) + "/enrolment-pass");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(Html.of(refused).element("pass")).isEmpty();
        assertThat(Html.of(refused).hasButton()).isFalse();
    }

    @Test
    void pagesWhenNobodyHasThatIdThenAreNotThere() {
        TestBrowser root = administrator();
        String nobody = "/settings/users/00000000-0000-4000-8000-000000000000";

        for (String form : List.of("/reset", "/enrolment-pass", "/unlock")) {
            assertThat(root.post(nobody + form).status()).as(form).isEqualTo(404);
        }
    }

    @Test
    void mfaWhenSwitchedOffForWhoHasToEnrolThenIsRefused(@WithMfa TestAccount ann) {
        TestBrowser root = administrator();
        root.post(url(ann) + "/reset");

        assertThat(root.post(url(ann) + "/mfa-disable").status()).isEqualTo(422);
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login/enrolment-pass");
    }

    @Test
    void accountWhenItWaitsThenThePageSaysSoAndUnlockEndsIt(@WithMfa TestAccount ann) {
        TestBrowser root = administrator();
        for (int i = 0; i < 5; i++) {
            tries.reserve(ann.id()).ifPresent(tries::wrong);
        }
        for (int i = 0; i < 10; i++) {
            browsers.open().post("/login", "username", ann.login(), "password", "wrong");
        }
        Page locked = root.get(url(ann));
        assertThat(locked.body())
                .contains("Codes are refused until", "Passwords from at least one network are refused until");
        assertThat(Html.of(locked).hasForm(url(ann) + "/unlock")).isTrue();

        Page unlocked = root.post(url(ann) + "/unlock");

        assertThat(unlocked.location()).isEqualTo(url(ann) + "?done=user-unlocked");
        assertThat(root.follow(unlocked).says("The account is unlocked.")).isTrue();
        assertThat(Html.of(root.get(url(ann))).hasForm(url(ann) + "/unlock")).isFalse();
        browsers.open().signIn(ann);
        assertThat(jdbc.sql("select count(*) from audit_event where account_id = :id and kind = 'account_unlocked'"
                                + " and actor_kind = 'administrator'")
                        .param("id", ann.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void accountWhenItIsStoppedThenThePageSaysSoAndUnlockForgetsTheRollingCount(@WithMfa TestAccount ann) {
        TestBrowser root = administrator();
        jdbc.sql("insert into code_day (account_id, day, failures) values (:id, :today, 50)")
                .param("id", ann.id())
                .param(
                        "today",
                        java.sql.Date.valueOf(
                                clock.instant().atZone(java.time.ZoneOffset.UTC).toLocalDate()))
                .update();
        assertThat(root.get(url(ann)).says("Unlock the account to accept codes again."))
                .isTrue();

        root.post(url(ann) + "/unlock");

        assertThat(tries.wait(ann.id())).isEmpty();
        browsers.open().signIn(ann);
    }
}
