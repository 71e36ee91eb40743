package dev.vestibule.login.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.EnrolmentPasses;
import dev.vestibule.authenticator.MfaReset;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
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
import dev.vestibule.text.CrockfordText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** After a reset the password opens one door, the pass behind it one more, and only the wizard's end the rest. */
@VestibuleTest
record EnrolmentPassHttpTest(
        Browsers browsers,
        TestAccounts testAccounts,
        TestClock clock,
        MfaReset factors,
        EnrolmentPasses passes,
        AuthenticatorApps apps,
        AccountService accountService,
        AccountRepository accounts,
        Passwords passwords,
        SetPasswordLinks links,
        JdbcClient jdbc,
        SecondNode secondNode) {
    private static final String PASS = "/login/enrolment-pass";
    private static final String WIZARD = TestWizard.URL;
    private static final String ANOTHER = "0000-0000-0000-0000";

    private String reset(TestAccount user) {
        return Objects.requireNonNull(factors.resetAnybody(user.id()).pass())
                .text()
                .grouped();
    }

    private static Page enter(TestBrowser browser, String pass) {
        return browser.post(PASS, "enrolment_pass", pass);
    }

    private TestBrowser withPassword(TestAccount user) {
        TestBrowser browser = browsers.open();
        assertThat(browser.enterPassword(user).location()).isEqualTo(PASS);
        return browser;
    }

    private static String secret(TestBrowser browser) {
        return TestWizard.secret(browser.get(WIZARD));
    }

    private Page finish(TestBrowser browser, String secret) {
        var wizard = new TestWizard(browser, clock);
        return wizard.finish("New phone", wizard.code(secret));
    }

    private static void assertEverythingLeadsTo(String step, TestBrowser browser, TestAccount user, String... open) {
        for (String path : List.of(
                "/",
                "/preferences",
                WIZARD,
                "/settings",
                "/settings/users",
                "/login/code",
                PASS,
                "/nowhere",
                "/error")) {
            if (!List.of(open).contains(path)) {
                assertThat(browser.get(path).location()).as("GET " + path).isEqualTo(step);
            }
        }
        String token = browser.token();
        for (String path : List.of(
                WIZARD,
                WIZARD + "/cancel",
                PASS,
                "/login/code",
                "/preferences/profile",
                "/preferences/password",
                "/preferences/mfa/enable",
                "/preferences/mfa/disable",
                "/preferences/trusted-devices/revoke-all",
                "/settings/users/" + user.id() + "/reset",
                "/settings/users/" + user.id() + "/unlock",
                "/settings/users/" + user.id() + "/enrolment-pass")) {
            if (!List.of(open).contains(path)) {
                Page answer = browser.post(path, "_csrf", token, "confirmation_code", "123456");
                assertThat(answer.location()).as("POST " + path).isEqualTo(step);
            }
        }
    }

    @Test
    void passwordWhenAccountWasResetThenOpensNothingButThePass(@WithMfa(Role.ADMIN) TestAccount ann) {
        reset(ann);

        TestBrowser browser = withPassword(ann);

        Page page = browser.get(PASS);
        assertThat(page.status()).isEqualTo(200);
        assertThat(Html.of(page).hasField("enrolment_pass")).isTrue();
        assertThat(Html.of(page).hasForm("/logout")).isTrue();
        assertThat(page.body()).doesNotContain("otpauth:", "href=\"/preferences");
        assertEverythingLeadsTo(PASS, browser, ann, PASS);
        assertEverythingLeadsTo(PASS, browser.at(secondNode.port()), ann, PASS);
        assertThat(browser.post("/logout").location()).isEqualTo("/login?logout");
    }

    @Test
    void passWhenRightThenOpensTheWizardAndNothingElse(@WithMfa(Role.ADMIN) TestAccount ann) {
        String pass = reset(ann);
        TestBrowser browser = withPassword(ann);
        TestBrowser thief = browser.copy();

        Page entered =
                enter(browser, " " + pass.toLowerCase(java.util.Locale.ROOT).replace('-', ' '));

        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.location()).isEqualTo(WIZARD);
        Page wizard = browser.get(WIZARD);
        assertThat(wizard.status()).isEqualTo(200);
        assertThat(wizard.body()).contains("otpauth:").doesNotContain("href=\"/preferences", "/new/cancel");
        assertEverythingLeadsTo(WIZARD, browser, ann, WIZARD);
        assertThat(thief.get(WIZARD).location()).as("the old session id").isIn("/login", "/login?ended");
    }

    @Test
    void wizardWhenFinishedThenSignsInFullyAndGoesOnToThePageAskedFor(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        TestBrowser browser = browsers.open();
        browser.get("/preferences?from=mail");
        browser.enterPassword(ann);
        enter(browser, pass);
        String secret = secret(browser);

        Page refused = browser.post(WIZARD, "name", "New phone", "confirmation_code", "12");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(Html.of(refused).error("confirmation_code")).isPresent();
        assertThat(refused.body()).doesNotContain("href=\"/preferences");
        Page finished = finish(browser, secret);

        assertThat(finished.status()).as("it ends with the recovery codes").isEqualTo(200);
        assertThat(finished.body()).contains("class=\"button\" href=\"/preferences?from=mail\"");
        assertThat(browser.get("/preferences").status()).isEqualTo(200);
        var account = accounts.findById(ann.id()).orElseThrow();
        assertThat(account.mfaEnabled()).isTrue();
        assertThat(account.enrolmentDue()).isFalse();
        assertThat(Objects.requireNonNull(account.lastSignIn()).with().code()).isEqualTo("totp");
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login/code");
        assertThat(kinds(ann))
                .containsSubsequence(
                        "account_reset",
                        "enrolment_pass_issued",
                        "code_asked",
                        "enrolment_pass_used",
                        "authenticator_added",
                        "mfa_enabled",
                        "signed_in");
    }

    private List<String> kinds(TestAccount user) {
        return jdbc.sql("select kind from audit_event where account_id = :id order by id")
                .param("id", user.id())
                .query(String.class)
                .list();
    }

    @Test
    void wizardWhenNoPageWasAskedForThenLeadsHomeAndSaysWhatHappened(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        TestBrowser browser = withPassword(ann);
        enter(browser, pass);

        Page finished = finish(browser, secret(browser));

        assertThat(finished.body()).contains("class=\"button\" href=\"/\"");
        assertThat(finished.says("two-step sign-in is on")).isTrue();
    }

    @Test
    void wizardWhenItWasThePageAskedForThenDoesNotLeadToItself(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        TestBrowser browser = browsers.open();
        browser.get(WIZARD);
        browser.enterPassword(ann);
        enter(browser, pass);

        assertThat(finish(browser, secret(browser)).body()).contains("class=\"button\" href=\"/preferences\"");
    }

    @Test
    void passWhenMalformedOrWrongThenSaysWhichAtTheField(@WithMfa TestAccount ann) {
        reset(ann);
        TestBrowser browser = withPassword(ann);

        for (String typed : List.of("", "123456", "ABCD-EFGH-JKMN-PQR", "UUUU-UUUU-UUUU-UUUU")) {
            assertThat(enter(browser, typed).location()).as(typed).isEqualTo(PASS + "?error=format");
        }
        assertThat(browser.post(PASS).location()).as("no field").isEqualTo(PASS + "?error=format");
        Page wrong = enter(browser, ANOTHER);

        assertThat(wrong.location()).isEqualTo(PASS + "?error=wrong");
        Page shown = browser.follow(wrong);
        assertThat(Html.of(shown).error("enrolment_pass").orElseThrow()).startsWith("That pass is not right");
        assertThat(Html.of(shown).title()).startsWith("Error:");
        assertThat(shown.body()).doesNotContain(ANOTHER);
        assertThat(browser.get(PASS + "?error=nonsense").says("Error:")).isFalse();
        assertThat(browser.get(WIZARD).location()).isEqualTo(PASS);
    }

    @Test
    void passWhenItIsAnotherAccountsThenIsWrongAndStaysForItsOwner(@WithMfa TestAccount ann, @WithMfa TestAccount bob) {
        reset(ann);
        String bobs = reset(bob);

        assertThat(enter(withPassword(ann), bobs).location()).isEqualTo(PASS + "?error=wrong");
        assertThat(enter(withPassword(bob), bobs).location()).isEqualTo(WIZARD);
    }

    @Test
    void passWhenUsedBeforeThenIsWrong(@WithMfa TestAccount ann) {
        String pass = reset(ann);

        assertThat(enter(withPassword(ann), pass).location()).isEqualTo(WIZARD);
        TestBrowser second = withPassword(ann);
        assertThat(enter(second, pass).location()).isEqualTo(PASS + "?error=wrong");
        assertThat(second.get(WIZARD).location()).isEqualTo(PASS);
    }

    @Test
    void passWhenAnHourHasPassedThenIsWrong(@WithMfa TestAccount ann, @WithMfa TestAccount bob) {
        String annsPass = reset(ann);
        String bobsPass = reset(bob);
        clock.pass(Duration.ofMinutes(59));
        assertThat(enter(withPassword(bob), bobsPass).location()).isEqualTo(WIZARD);
        clock.pass(Duration.ofMinutes(1));

        assertThat(enter(withPassword(ann), annsPass).location()).isEqualTo(PASS + "?error=wrong");
    }

    @Test
    void passWhenEnteredInManySessionsAtOnceThenOpensTheWizardInOne(@WithMfa TestAccount ann)
            throws InterruptedException {
        String pass = reset(ann);
        List<TestBrowser> opened = List.of(withPassword(ann), withPassword(ann), withPassword(ann), withPassword(ann));
        List<String> tokens = opened.stream().map(TestBrowser::token).toList();

        List<Page> answers = Race.between(java.util.stream.IntStream.range(0, 4)
                .<java.util.concurrent.Callable<Page>>mapToObj(
                        i -> () -> opened.get(i).post(PASS, "enrolment_pass", pass, "_csrf", tokens.get(i)))
                .toList());

        assertThat(answers).extracting(Page::location).containsOnlyOnce(WIZARD);
        assertThat(opened.stream().filter(browser -> browser.get(WIZARD).status() == 200))
                .hasSize(1);
    }

    @Test
    void passWhenANewOneIsMadeThenEndsTheOldOneAndWhoItLetIn(@WithMfa TestAccount ann) {
        String old = reset(ann);
        TestBrowser thief = withPassword(ann);
        enter(thief, old);
        String secret = secret(thief);

        String renewed = passes.renew(ann.id()).orElseThrow().text().grouped();

        assertThat(finish(thief, secret).location()).isIn("/login?ended=reset", "/login");
        assertThat(apps.count(ann.id())).isZero();
        TestBrowser owner = withPassword(ann);
        assertThat(enter(owner, old).location()).isEqualTo(PASS + "?error=wrong");
        assertThat(enter(owner, renewed).location()).isEqualTo(WIZARD);
        assertThat(secret(owner)).as("the thief has seen the other one").isNotEqualTo(secret);
    }

    @Test
    void passWhenANewOneIsMadeThenTheSessionThatWaitsForItStays(@WithMfa TestAccount ann) {
        String old = reset(ann);
        TestBrowser waits = withPassword(ann);
        TestBrowser waitsToo = withPassword(ann);
        TestBrowser let = withPassword(ann);
        enter(let, old);

        String second = passes.renew(ann.id()).orElseThrow().text().grouped();
        String third = passes.renew(ann.id()).orElseThrow().text().grouped();

        assertThat(let.get(WIZARD).location()).isEqualTo("/login?ended=reset");
        assertThat(waitsToo.get(PASS).status()).isEqualTo(200);
        assertThat(enter(waits, second).location()).isEqualTo(PASS + "?error=wrong");
        assertThat(enter(waits, third).location()).isEqualTo(WIZARD);
        assertThat(waitsToo.get(PASS).status())
                .as("a pass that is used ends nobody")
                .isEqualTo(200);
        assertThat(finish(waits, secret(waits)).status()).isEqualTo(200);
        assertThat(waitsToo.get("/").location()).isEqualTo("/login?ended=mfa");
    }

    @Test
    void passWhenMadeAtTheMomentAtWhichTheOldOneIsEnteredThenOnlyTheNewOneOpensTheWizard(@WithMfa TestAccount ann)
            throws InterruptedException {
        String old = reset(ann);
        TestBrowser browser = withPassword(ann);
        String token = browser.token();

        Race.between(List.<java.util.concurrent.Callable<Object>>of(
                () -> browser.post(PASS, "enrolment_pass", old, "_csrf", token), () -> passes.renew(ann.id())));

        assertThat(browser.get(WIZARD).location()).isIn(PASS, "/login?ended=reset", "/login");
    }

    @Test
    void passWhenWrongFiveTimesThenEndsTheStepAndWaits(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        TestBrowser browser = withPassword(ann);
        for (int i = 0; i < 4; i++) {
            assertThat(enter(browser, ANOTHER).location()).isEqualTo(PASS + "?error=wrong");
        }

        assertThat(enter(browser, ANOTHER).location()).isEqualTo("/login?codes");
        assertThat(enter(browser, pass).location()).isEqualTo("/login?expired");
        TestBrowser again = withPassword(ann);
        Page waits = enter(again, pass);
        assertThat(waits.location()).isEqualTo(PASS + "?error=wait");
        assertThat(again.follow(waits).says("Too many wrong codes")).isTrue();
        clock.pass(Duration.ofSeconds(31));
        assertThat(enter(again, pass).location()).as("not checked").isEqualTo(WIZARD);
    }

    @Test
    void passWhenRightThenEndsTheRowOfWrongOnes(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        TestBrowser browser = withPassword(ann);
        for (int i = 0; i < 4; i++) {
            enter(browser, ANOTHER);
        }
        enter(browser, pass);
        finish(browser, secret(browser));
        TestBrowser next = browsers.open();
        next.enterPassword(ann);

        assertThat(next.enterCode("000001").location()).isEqualTo("/login/code?error=wrong");
    }

    @Test
    void passWhenTheSessionThatSendsItHasEndedMeanwhileThenStaysUnused(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        int version = accounts.findById(ann.id()).orElseThrow().credentialVersion();
        CrockfordText typed = CrockfordText.parse(pass).orElseThrow();

        assertThat(passes.use(ann.id(), version - 1, typed)).isFalse();
        assertThat(passes.use(ann.id(), version, typed)).isTrue();
    }

    @Test
    void stepWhenItTookTooLongThenBeginsWithThePassword(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        TestBrowser browser = withPassword(ann);
        clock.pass(Duration.ofMinutes(10));

        assertThat(browser.get(PASS).location()).isEqualTo("/login?expired");
        assertThat(enter(browser, pass).location()).isEqualTo("/login?expired");
        assertThat(enter(withPassword(ann), pass).location()).isEqualTo(WIZARD);
    }

    @Test
    void wizardWhenTheTimeForThePassIsOverThenStaysOpen(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        TestBrowser browser = withPassword(ann);
        enter(browser, pass);
        clock.pass(Duration.ofMinutes(14));

        assertThat(finish(browser, secret(browser)).status()).isEqualTo(200);
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void passWhenTheAccountIsDisabledThenOpensNothing(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        TestBrowser pending = withPassword(ann);
        TestAccount bob = testAccounts.withMfa("bob");
        String bobsPass = reset(bob);
        TestBrowser enrolling = withPassword(bob);
        enter(enrolling, bobsPass);

        accountService.disable(ann.id());
        accountService.disable(bob.id());

        assertThat(enter(pending, pass).location()).isEqualTo("/login?ended=disabled");
        assertThat(enrolling.get(WIZARD).location()).isEqualTo("/login?ended=disabled");
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login?error");
    }

    @Test
    void passwordWhenChosenAnewByALinkThenTheAccountStillHasToEnrol(@WithMfa TestAccount ann) {
        String pass = reset(ann);
        TestBrowser enrolling = withPassword(ann);
        enter(enrolling, pass);

        assertThat(passwords.set(links.issue(ann.id()).token().text(), ann.password()))
                .isTrue();

        assertThat(enrolling.get(WIZARD).location()).isEqualTo("/login?ended=password");
        assertEverythingLeadsTo(PASS, withPassword(ann), ann, PASS);
    }

    @Test
    void resetWhenSomebodyIsSignedInOrRememberedThenNeitherIsWorthAnything(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signInByDevice(ann);
        TestBrowser remembered = browser.copy();

        reset(ann);

        assertThat(browser.get("/preferences").location()).isEqualTo("/login?ended=reset");
        assertThat(browser.get("/login?ended=reset").says("An administrator reset this account"))
                .isTrue();
        assertThat(remembered.enterPassword(ann).location()).isEqualTo(PASS);
        assertThat(remembered.get("/").location()).isEqualTo(PASS);
        assertThat(remembered.enterCode(ann.code()).location()).isEqualTo(PASS);
        assertThat(jdbc.sql("select count(*) from trusted_device where account_id = :id")
                        .param("id", ann.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void passPageWhenNobodyHasToEnterOneThenLeadsOn(@WithMfa TestAccount ann, @WithPassword TestAccount bob) {
        assertThat(browsers.open().get(PASS).location()).isEqualTo("/login");
        assertThat(enter(browsers.open(), ANOTHER).location()).isEqualTo("/login");
        TestBrowser pending = browsers.open();
        pending.enterPassword(ann);
        assertThat(pending.get(PASS).location()).isEqualTo("/login/code");
        assertThat(enter(pending, ANOTHER).location()).isEqualTo("/login/code");
        TestBrowser signedIn = browsers.open().signIn(bob);
        assertThat(signedIn.get(PASS).location()).isEqualTo("/");
        assertThat(enter(signedIn, ANOTHER).location()).isEqualTo("/");
    }

    @Test
    void passWhenStoredThenIsNowhereInTheDatabase(@WithMfa TestAccount ann) {
        String pass = reset(ann);

        String row = jdbc.sql("select encode(pass_hash, 'hex') || encode(pass_hash, 'escape') from enrolment_pass"
                        + " where account_id = :id")
                .param("id", ann.id())
                .query(String.class)
                .single();

        assertThat(row).hasSizeGreaterThan(90).doesNotContain(pass, pass.replace("-", ""));
    }
}
