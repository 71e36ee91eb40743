package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.authenticator.EnrolmentPasses;
import dev.vestibule.policy.EnrolmentMethod;
import dev.vestibule.policy.MfaRequired;
import dev.vestibule.policy.Policies;
import dev.vestibule.policy.PolicySettings;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the company requires MFA, the password of who has none opens the way to get it, and nothing else. */
@VestibuleTest
record RequiredMfaHttpTest(
        Browsers browsers,
        SecondNode second,
        TestClock clock,
        Policies policies,
        EnrolmentPasses passes,
        AccountRepository accounts,
        JdbcClient jdbc) {
    private static final String WIZARD = TestWizard.URL;
    private static final String PASS = "/login/enrolment-pass";

    private UUID company(PolicySettings settings, TestAccount... members) {
        return new TestCompanies(jdbc, policies, clock).of(settings, members);
    }

    private static PolicySettings everyone(int graceDays, EnrolmentMethod enrolment) {
        return TestCompanies.required(MfaRequired.EVERYONE, graceDays, enrolment);
    }

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
    }

    @Test
    void passwordWhenEnrolmentIsDueThenOpensTheWizardAndNothingElse(@WithPassword(Role.ADMIN) TestAccount ann) {
        company(everyone(0, EnrolmentMethod.PASSWORD), ann);
        TestBrowser browser = browsers.open();

        assertThat(browser.enterPassword(ann).location()).isEqualTo(WIZARD);

        Page wizard = browser.get(WIZARD);
        assertThat(wizard.status()).isEqualTo(200);
        assertThat(wizard.body()).contains("requires two-step sign-in").doesNotContain("Preferences</a>");
        for (String path :
                List.of("/", "/preferences", "/settings", "/preferences/mfa/enable", PASS, "/login/code", "/x")) {
            assertThat(browser.get(path).location()).as(path).isEqualTo(WIZARD);
        }
        for (String path : List.of("/preferences/profile", "/notices/read", "/preferences/sessions/end-others")) {
            assertThat(browser.post(path, "_csrf", Html.of(wizard).value("_csrf"))
                            .location())
                    .as(path)
                    .isEqualTo(WIZARD);
        }
    }

    @Test
    void passWhenItIsMadeForASessionThatWaitsForItThenOpensTheWizardThere(@WithPassword TestAccount ann) {
        company(everyone(0, EnrolmentMethod.PASS), ann);
        TestBrowser browser = browsers.open();
        assertThat(browser.enterPassword(ann).location()).isEqualTo(PASS);
        TestBrowser second = browsers.open();
        second.enterPassword(ann);

        String first = passes.renew(ann.id()).orElseThrow().text().grouped();
        assertThat(browser.get(PASS).status()).isEqualTo(200);
        assertThat(browser.post(PASS, "enrolment_pass", first).location()).isEqualTo(WIZARD);
        assertThat(second.get(PASS).status()).isEqualTo(200);

        String another = passes.renew(ann.id()).orElseThrow().text().grouped();
        assertThat(browser.get(WIZARD).location()).isEqualTo("/login?ended=reset");
        assertThat(second.post(PASS, "enrolment_pass", another).location()).isEqualTo(WIZARD);
        assertThat(new TestWizard(second, clock).add("Phone").status()).isEqualTo(200);
    }

    @Test
    void wizardWhenFinishedThenIsSignedInWhereItWantedToGo(@WithPassword TestAccount ann) {
        company(everyone(0, EnrolmentMethod.PASSWORD), ann);
        TestBrowser browser = browsers.open();
        browser.get("/preferences?after=1");
        browser.enterPassword(ann);

        Page codes = new TestWizard(browser, clock).add("Phone");

        assertThat(codes.status()).isEqualTo(200);
        assertThat(codes.body()).contains("Save your recovery codes", "/preferences?after=1");
        assertThat(browser.get("/").status()).isEqualTo(200);
        assertThat(accounts.findById(ann.id()).orElseThrow().mfaEnabled()).isTrue();
    }

    @Test
    void graceWhenItRunsThenPassesAndCountsDownAndThenIsOver(@WithPassword TestAccount ann) {
        company(everyone(2, EnrolmentMethod.PASSWORD), ann);
        TestBrowser browser = browsers.open().signIn(ann);

        assertThat(browser.get("/").body()).contains("You have 2 days left to set up");
        clock.pass(Duration.ofHours(25));
        TestBrowser next = browsers.open().signIn(ann);
        assertThat(next.get("/").body()).contains("You have until tomorrow");
        clock.pass(Duration.ofHours(22).plusMinutes(59));
        TestBrowser last = browsers.open().signIn(ann);
        assertThat(last.get("/").status()).isEqualTo(200);

        clock.pass(Duration.ofMinutes(1));

        assertThat(last.get("/").location()).isEqualTo(WIZARD);
    }

    @Test
    void sessionWhenThePolicyIsTightenedThenObeysWithTheNextRequestOnEveryNode(@WithPassword TestAccount ann) {
        UUID company = company(PolicySettings.NONE, ann);
        TestBrowser browser = browsers.open().signIn(ann);
        TestBrowser elsewhere = browser.at(second.port());
        assertThat(elsewhere.get("/preferences").status()).isEqualTo(200);

        policies.change(company, everyone(0, EnrolmentMethod.PASSWORD));

        assertThat(elsewhere.get("/preferences").location()).isEqualTo(WIZARD);
        assertThat(browser.get("/").location()).isEqualTo(WIZARD);

        policies.change(company, PolicySettings.NONE);
        assertThat(browser.get("/").status()).isEqualTo(200);
    }

    @Test
    void policyWhenItIsOfAdministratorsThenLeavesUsersAlone(
            @WithPassword(Role.ADMIN) TestAccount root, @WithPassword TestAccount ann) {
        company(TestCompanies.required(MfaRequired.ADMINISTRATORS, 0, EnrolmentMethod.PASSWORD), root, ann);

        assertThat(browsers.open().enterPassword(root).location()).isEqualTo(WIZARD);
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void enrolmentWhenItTakesAPassThenThePasswordAloneOpensNoWizard(@WithPassword TestAccount ann) {
        UUID company = company(everyone(0, EnrolmentMethod.PASS), ann);
        TestBrowser browser = browsers.open();

        assertThat(browser.enterPassword(ann).location()).isEqualTo(PASS);
        assertThat(browser.get(WIZARD).location()).isEqualTo(PASS);
        assertThat(browser.get("/").location()).isEqualTo(PASS);

        String pass = passes.renew(ann.id()).orElseThrow().text().grouped();
        assertThat(browser.get("/").location())
                .as("the session that waits stays")
                .isEqualTo(PASS);
        assertThat(browser.post(PASS, "enrolment_pass", pass).location()).isEqualTo(WIZARD);
        assertThat(browser.get("/").location()).isEqualTo(WIZARD);

        policies.change(company, PolicySettings.NONE);
        assertThat(browser.get("/").status())
                .as("nothing stays of what was due")
                .isEqualTo(200);
    }

    @Test
    void passWhenNoneIsNeededThenIsNotMade(@WithPassword TestAccount ann) {
        company(everyone(3, EnrolmentMethod.PASS), ann);

        assertThat(passes.renew(ann.id())).isEmpty();
        clock.pass(Duration.ofDays(3));
        assertThat(passes.renew(ann.id())).isPresent();
    }

    @Test
    void switchWhenMfaIsRequiredThenStaysOn(@WithMfa TestAccount ann, @WithMfa(Role.ADMIN) TestAccount root) {
        company(everyone(0, EnrolmentMethod.PASSWORD), ann);
        TestBrowser browser = browsers.open().signIn(ann);
        TestBrowser admin = browsers.open().signIn(root);

        Page own = browser.get("/preferences/mfa/disable");
        assertThat(own.body()).contains("requires two-step sign-in, so it cannot be switched off");
        assertThat(Html.of(own).hasButton()).isFalse();
        assertThat(browser.post("/preferences/mfa/disable").status()).isEqualTo(422);
        String page = "/settings/users/" + ann.id() + "/mfa-disable";
        assertThat(Html.of(admin.get(page)).hasButton()).isFalse();
        assertThat(admin.post(page).status()).isEqualTo(422);

        assertThat(accounts.findById(ann.id()).orElseThrow().mfaEnabled()).isTrue();
    }

    @Test
    void lastAdministratorWhenMovedToWhereAPassIsNeededThenStays(@WithPassword(Role.ADMIN) TestAccount root) {
        UUID strict = company(everyone(30, EnrolmentMethod.PASS));
        TestBrowser browser = browsers.open().signIn(root);
        jdbc.sql("update account set disabled = true where role = 'ADMIN' and id <> :root")
                .param("root", root.id())
                .update();
        try {
            Page moved = browser.post(
                    "/settings/users/" + root.id(),
                    "name",
                    "Root",
                    "email",
                    "",
                    "company",
                    strict.toString(),
                    "version",
                    Html.of(browser.get("/settings/users/" + root.id())).value("version"));

            assertThat(moved.status()).isEqualTo(422);
            assertThat(Html.of(moved).error("company").orElse("")).contains("last administrator");
        } finally {
            jdbc.sql("update account set disabled = false where role = 'ADMIN'").update();
        }
    }
}
