package dev.vestibule.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Links;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** After a reset, an attacker who knows the password tries to enrol first. */
@Tag("attack")
@VestibuleTest
class ResetAttackTest {
    private static final String PASS = "/login/enrolment-pass";
    private static final String WIZARD = "/preferences/authenticators/new";
    private static final String NONE = "0000-0000-0000-0000";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    SecondNode secondNode;

    @Autowired
    JdbcClient jdbc;

    private TestAccount ann;
    private TestBrowser administrator;

    @BeforeEach
    void meet() {
        ann = Target.victim(accounts);
        administrator = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
    }

    private static String form(TestAccount account, String form) {
        return "/settings/users/" + account.id() + "/" + form;
    }

    private static String passOn(Page page) {
        return Html.of(page).element("pass").orElseThrow(() -> new AssertionError("no pass on " + page));
    }

    private String reset(TestAccount account) {
        return passOn(administrator.post(form(account, "reset")));
    }

    private TestBrowser due(TestAccount account) {
        TestBrowser browser = browsers.open();
        assertThat(browser.enterPassword(account).location()).isEqualTo(PASS);
        return browser;
    }

    private static String enter(TestBrowser browser, String pass) {
        return String.valueOf(browser.post(PASS, "enrolment_pass", pass).location());
    }

    private static void assertNoSecret(TestBrowser browser) {
        assertThat(browser.get(WIZARD).body()).doesNotContain("otpauth:");
    }

    /** Everything but the wizard is as shut as before the pass. */
    private static void assertOnlyTheWizard(TestBrowser browser) {
        for (String page : Target.PAGES) {
            Page answer = browser.get(page);
            assertThat(page.equals(WIZARD) ? answer.status() == 200 : WIZARD.equals(answer.location()))
                    .as(page + ": " + answer)
                    .isTrue();
        }
    }

    @Test
    void passwordWhenTheAccountWasResetThenOpensNothingAndShowsNoSecret() {
        reset(ann);
        TestBrowser thief = due(ann);

        Target.assertOutside(thief);
        Target.assertOutside(thief.at(secondNode.port()));
        assertNoSecret(thief);
        assertThat(thief.post(WIZARD, "name", "Thief", "confirmation_code", Target.WRONG_CODE)
                        .location())
                .isEqualTo(PASS);
    }

    @Test
    void passWhenItIsAnotherAccountsThenOpensNothingAndStaysItsOwners(@WithMfa TestAccount mallory) {
        reset(ann);
        String mallorys = reset(mallory);
        TestBrowser thief = due(ann);

        Page answer = thief.post(
                PASS, "enrolment_pass", mallorys, "username", mallory.login(), "account_id", "" + mallory.id());

        assertThat(answer.location()).isEqualTo(PASS + "?error=wrong");
        assertNoSecret(thief);
        assertThat(enter(due(mallory), mallorys)).isEqualTo(WIZARD);
    }

    @Test
    void passWhenUsedThenIsWorthNothing() {
        String pass = reset(ann);
        TestBrowser owner = due(ann);
        assertThat(enter(owner, pass)).isEqualTo(WIZARD);

        TestBrowser thief = due(ann);
        assertThat(enter(thief, pass)).isEqualTo(PASS + "?error=wrong");
        assertNoSecret(thief);
    }

    @Test
    void passWhenSentByManySessionsOnTwoNodesAtOnceThenOpensTheWizardInOne() throws InterruptedException {
        String pass = reset(ann);
        List<TestBrowser> thieves = new ArrayList<>();
        List<Callable<String>> tries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TestBrowser thief = i % 2 == 0 ? browsers.open() : secondNode.open();
            thief.enterPassword(ann);
            thieves.add(thief);
            String form = "enrolment_pass=" + pass + "&_csrf=" + thief.token();
            tries.add(() -> String.valueOf(thief.postRaw(PASS, form).location()));
        }

        assertThat(Race.between(tries)).containsOnlyOnce(WIZARD);
        assertThat(thieves)
                .filteredOn(thief -> thief.get(WIZARD).body().contains("otpauth:"))
                .hasSize(1);
    }

    @Test
    void passWhenAnHourOldThenIsWorthNothing() {
        String pass = reset(ann);
        clock.pass(Duration.ofHours(1));

        assertThat(enter(due(ann), pass)).isEqualTo(PASS + "?error=wrong");
    }

    @Test
    void passWhenThereIsANewerOneThenIsWorthNothingAndWhoItLetInIsOut() {
        String stolen = reset(ann);
        TestBrowser early = due(ann);
        enter(early, stolen);
        String renewed = passOn(administrator.post(form(ann, "enrolment-pass")));

        assertThat(early.get(WIZARD).location()).isEqualTo("/login?ended=reset");
        assertThat(enter(due(ann), stolen)).isEqualTo(PASS + "?error=wrong");
        assertThat(enter(due(ann), renewed)).isEqualTo(WIZARD);
    }

    @Test
    void passWhenNoPasswordWasGivenThenReplacesNoneAndIsNotSpent() {
        String pass = reset(ann);
        TestBrowser visitor = browsers.open();

        assertThat(enter(visitor, pass)).isEqualTo("/login");
        assertThat(visitor.post("/login", "username", ann.login(), "password", pass)
                        .location())
                .isEqualTo("/login?error");
        assertThat(visitor.get("/set-password/" + pass).status()).isEqualTo(410);

        Target.assertOutside(visitor);
        assertThat(enter(due(ann), pass)).isEqualTo(WIZARD);
    }

    @Test
    void passThenOpensTheWizardAndNothingElse() {
        String pass = reset(ann);
        TestBrowser browser = due(ann);
        TestBrowser before = browser.copy();
        enter(browser, pass);

        assertOnlyTheWizard(browser);
        assertOnlyTheWizard(browser.at(secondNode.port()));
        for (String form : List.of(
                "/preferences/password",
                "/preferences/profile",
                "/preferences/recovery-codes",
                "/preferences/sessions/end-others",
                "/login/code",
                "/login/recovery")) {
            assertThat(browser.post(form, "name", "Thief").location()).as(form).isEqualTo(WIZARD);
        }
        Target.assertOutside(before);
    }

    @Test
    void passesWhenGuessedThenCountAsCodes() {
        String pass = reset(ann);
        TestBrowser guesser = due(ann);
        for (int i = 0; i < 4; i++) {
            assertThat(enter(guesser, NONE)).isEqualTo(PASS + "?error=wrong");
        }

        assertThat(enter(guesser, NONE)).isEqualTo("/login?codes");
        Target.assertOutside(guesser);
        assertThat(enter(due(ann), pass)).isEqualTo(PASS + "?error=wait");
    }

    @Test
    void sessionsAndDevicesWhenTheAccountIsResetThenAreDeadOnEveryNodeAtOnce() {
        TestBrowser device = Target.trusted(browsers, ann);
        TestBrowser remembered = device.copy();
        TestBrowser waiting = Target.pending(browsers, ann);
        reset(ann);

        assertThat(device.at(secondNode.port()).get("/").location()).isEqualTo("/login?ended=reset");
        Target.assertOutside(device);
        assertThat(waiting.enterCode(ann.code(1)).location()).startsWith("/login?ended");
        assertThat(remembered.enterPassword(ann).location()).isEqualTo(PASS);
        Target.assertOutside(remembered);
    }

    @Test
    void codesWhenOfTheAppThatWasTakenThenOpenNothingBeforeNorAfterEnrolling() {
        String recovery = recoveryCode();
        String pass = reset(ann);
        TestBrowser thief = due(ann);
        assertThat(thief.enterCode(ann.code()).location()).isEqualTo(PASS);
        assertThat(thief.post("/login/recovery", "recovery_code", recovery).location())
                .isEqualTo(PASS);
        assertThat(thief.post("/login/clock", "first_code", ann.code(), "second_code", ann.code(1))
                        .body())
                .doesNotContain("The clock behind");
        TestBrowser owner = due(ann);
        enter(owner, pass);
        TestAccount enrolled = accounts.withApp(ann, "New phone");

        TestBrowser again = Target.pending(browsers, enrolled);
        assertThat(again.enterCode(ann.code()).location()).isEqualTo("/login/code?error=wrong");
        assertThat(again.post("/login/recovery", "recovery_code", recovery).location())
                .isEqualTo("/login/recovery?error=wrong");
        Target.assertOutside(again);
    }

    private String recoveryCode() {
        TestBrowser owner = browsers.open().signIn(ann);
        String body = owner.post("/preferences/recovery-codes").body();
        clock.passWindow();
        int code = body.indexOf("<code>") + "<code>".length();
        return body.substring(code, code + 19);
    }

    @Test
    void linkToChooseAPasswordWhenTheAccountWasResetThenReplacesNoPass() {
        reset(ann);
        String link = Links.in(administrator.post(form(ann, "password-link")));
        TestBrowser holder = browsers.open();
        holder.post(link, "new_password", Target.NEW_PASSWORD, "new_password_confirmation", Target.NEW_PASSWORD);

        assertThat(holder.post("/login", "username", ann.login(), "password", Target.NEW_PASSWORD)
                        .location())
                .isEqualTo(PASS);
        Target.assertOutside(holder);
    }

    @Test
    void formsWhenSentByAUserThenAreForbiddenAndChangeNothing() {
        TestBrowser mallory = browsers.open().signIn(accounts.withPassword("mallory"));

        for (String form : List.of("reset", "enrolment-pass", "unlock")) {
            assertThat(mallory.get(form(ann, form)).status()).as(form).isIn(403, 405);
            assertThat(mallory.post(form(ann, form)).status()).as(form).isEqualTo(403);
        }
        Target.assertUntouched(browsers, ann);
    }

    @Test
    void resetWhenSentFromASessionLeftOpenThenTakesAProof() {
        clock.pass(Duration.ofMinutes(16));

        assertThat(administrator.get(form(ann, "reset")).location()).isEqualTo("/login?proof");
        assertThat(administrator.post(form(ann, "reset")).location()).isEqualTo("/login?proof");
        Target.assertUntouched(browsers, ann);
    }

    @Test
    void passWhenMadeForWhoWasNotResetThenIsNoneAndHisFactorStays() {
        assertThat(administrator.post(form(ann, "enrolment-pass")).status()).isEqualTo(422);
        Target.assertUntouched(browsers, ann);
    }

    @Test
    void administratorsWhenTheLastTwoResetEachOtherAtOnceThenOneStaysIn() throws InterruptedException {
        List<UUID> away = jdbc.sql(
                        "update account set disabled = true where role = 'ADMIN' and not disabled returning id")
                .query(UUID.class)
                .list();
        try {
            TestAccount one = accounts.withMfa("one", Role.ADMIN);
            TestAccount two = accounts.withMfa("two", Role.ADMIN);
            TestBrowser first = browsers.open().signIn(one);
            TestBrowser second = browsers.open().signIn(two);
            String[] firstForm = {"_csrf", first.token()};
            String[] secondForm = {"_csrf", second.token()};

            List<Integer> answers = Race.between(List.of(
                    () -> first.post(form(two, "reset"), firstForm).status(),
                    () -> second.post(form(one, "reset"), secondForm).status()));

            assertThat(answers).containsOnlyOnce(200);
            boolean firstWon = answers.get(0) == 200;
            Target.assertUntouched(browsers, firstWon ? one : two);
            assertThat((firstWon ? first : second)
                            .post(form(firstWon ? one : two, "reset"))
                            .status())
                    .as("nor oneself")
                    .isEqualTo(422);
        } finally {
            jdbc.sql("update account set disabled = true where role = 'ADMIN'").update();
            jdbc.sql("update account set disabled = false where id in (:away)")
                    .param("away", away)
                    .update();
        }
    }
}
