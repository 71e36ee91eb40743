package dev.vestibule.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.apikey.Scope;
import dev.vestibule.company.CompanyService;
import dev.vestibule.company.CompanyService.Draft;
import dev.vestibule.testing.ApiClient;
import dev.vestibule.testing.ApiClients;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestLocks;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Policies: concurrent changes, a change while users are at a pending step, and the last administrators. */
@Tag("attack")
@VestibuleTest
class PolicyAttackTest {
    private static final PolicySettings BY_PASS =
            new PolicySettings(MfaRequired.ADMINISTRATORS, 90, EnrolmentMethod.PASS, true, null, List.of());
    private static final PolicySettings NO_DEVICES =
            new PolicySettings(MfaRequired.NO, 0, EnrolmentMethod.PASSWORD, false, null, List.of());
    private static final String LOCKS_OUT =
            "{\"mfa_required\": \"administrators\", \"grace_days\": 90, \"enrolment\": \"pass\"}";

    @Autowired
    Browsers browsers;

    @Autowired
    SecondNode second;

    @Autowired
    ApiClients programs;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    @Autowired
    Policies policies;

    @Autowired
    CompanyService companyService;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    private final List<UUID> away = new ArrayList<>();
    private TestCompanies companies;

    @BeforeEach
    void gather() {
        companies = new TestCompanies(jdbc, policies, clock);
    }

    @AfterEach
    void tidy() {
        TestCompanies.tidy(jdbc);
        away.forEach(id -> jdbc.sql("update account set disabled = false where id = :id")
                .param("id", id)
                .update());
    }

    /** Nobody but these can sign in as an administrator. */
    private void only(TestAccount... administrators) {
        List<UUID> ids = List.of(administrators).stream().map(TestAccount::id).toList();
        away.addAll(jdbc.sql("""
                update account set disabled = true
                where role = 'ADMIN' and not disabled and id not in (:ids) returning id""").param("ids", ids).query(UUID.class).list());
    }

    private static String url(UUID company) {
        return "/settings/companies/" + company;
    }

    private static String url(TestAccount account) {
        return "/settings/users/" + account.id();
    }

    private String[] form(Page page, UUID company, String token, int days) {
        return new String[] {
            "name",
            "Test company " + company,
            "mfa_required",
            "no",
            "grace_days",
            "0",
            "enrolment",
            "password",
            "trusted_devices_allowed",
            "on",
            "trusted_device_days",
            Integer.toString(days),
            "trusted_networks",
            "",
            "version",
            Html.of(page).value("version"),
            "confirmed",
            "on",
            "_csrf",
            token
        };
    }

    private void set(UUID company, PolicySettings settings) {
        assertThat(companyService.edit(company, null, now -> new Draft(now.name(), settings)))
                .isEqualTo(CompanyService.Outcome.DONE);
    }

    @Test
    void companyWhenTwoSaveItAtOnceThenOneIsToldAndNothingIsOverwrittenUnseen() throws InterruptedException {
        UUID company = companies.of();
        TestBrowser here = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
        TestBrowser there = second.open().signIn(accounts.withPassword("root", Role.ADMIN));
        String hereToken = here.token();
        String thereToken = there.token();
        for (int round = 0; round < 8; round++) {
            String[] one = form(here.get(url(company)), company, hereToken, 10 + round);
            String[] other = form(there.get(url(company)), company, thereToken, 100 + round);

            List<Page> answers =
                    Race.between(List.of(() -> here.post(url(company), one), () -> there.post(url(company), other)));

            assertThat(answers).extracting(Page::status).containsExactlyInAnyOrder(303, 422);
            int saved = answers.get(0).status() == 303 ? 10 + round : 100 + round;
            assertThat(policies.of(company).settings().trustedDeviceDays()).isEqualTo(saved);
        }
    }

    @Test
    void companyWhenAProgramChangesItAtOnceThenThePageOverwritesNothingUnseen() throws InterruptedException {
        UUID company = companies.of();
        TestAccount root = accounts.withPassword("root", Role.ADMIN);
        TestBrowser browser = browsers.open().signIn(root);
        ApiClient program = programs.byKey(root, Scope.WRITE).at(second.port());
        String token = browser.token();
        for (int round = 1; round < 9; round++) {
            String[] form = form(browser.get(url(company)), company, token, 10 + round);
            form[5] = Integer.toString(policies.of(company).settings().graceDays());
            String json = "{\"grace_days\": " + round + "}";

            List<Integer> answers = Race.between(List.of(
                    () -> browser.post(url(company), form).status(),
                    () -> program.patch("/companies/" + company, json).status()));

            assertThat(answers.get(1)).isEqualTo(200);
            assertThat(answers.get(0)).isIn(303, 422);
            PolicySettings settings = policies.of(company).settings();
            assertThat(settings.graceDays()).isEqualTo(round);
            if (answers.get(0) == 303) {
                assertThat(settings.trustedDeviceDays()).isEqualTo(10 + round);
            }
        }
    }

    @Test
    void administratorsWhenTwoPoliciesLockThemOutAtOnceThenOneCanStillSignIn(
            @WithPassword(Role.ADMIN) TestAccount anna, @WithPassword(Role.ADMIN) TestAccount bert)
            throws InterruptedException {
        UUID annas = companies.of(anna);
        UUID berts = companies.of(bert);
        ApiClient one = programs.byKey(anna, Scope.WRITE);
        ApiClient other = programs.byKey(bert, Scope.WRITE).at(second.port());
        only(anna, bert);
        for (int round = 0; round < 15; round++) {
            List<String> answers = Race.between(List.of(
                    () -> one.patch("/companies/" + annas, LOCKS_OUT).toString(),
                    () -> other.patch("/companies/" + berts, LOCKS_OUT).toString()));

            assertThat(answers)
                    .filteredOn(answer -> answer.equals("409 last-administrator"))
                    .hasSize(1);
            assertThat(List.of(policies.of(annas).settings(), policies.of(berts).settings()))
                    .containsExactlyInAnyOrder(BY_PASS, PolicySettings.NONE);
            set(annas, PolicySettings.NONE);
            set(berts, PolicySettings.NONE);
        }
    }

    @Test
    void administratorWhenMovedWhileTheCompanyTightensThenCanStillSignIn(@WithPassword(Role.ADMIN) TestAccount anna)
            throws InterruptedException {
        UUID free = companies.of(anna);
        UUID strict = companies.of();
        TestBrowser browser = browsers.open().signIn(anna);
        ApiClient program = programs.byKey(anna, Scope.WRITE).at(second.port());
        String token = browser.token();
        only(anna);
        for (int round = 0; round < 8; round++) {
            String version = Html.of(browser.get(url(anna))).value("version");
            String[] form = {
                "name", "Anna", "email", "", "version", version, "company", strict.toString(), "_csrf", token
            };

            List<Integer> answers = Race.between(List.of(
                    () -> browser.post(url(anna), form).status(),
                    () -> program.patch("/companies/" + strict, LOCKS_OUT).status()));

            assertThat(answers.get(0)).isIn(303, 422);
            assertThat(answers.get(1)).isIn(200, 409);
            assertThat(answers).as("one of them is refused").isNotEqualTo(List.of(303, 200));
            jdbc.sql("update account set company_id = :free where id = :id")
                    .param("free", free)
                    .param("id", anna.id())
                    .update();
            set(strict, PolicySettings.NONE);
        }
    }

    /** Days of grace end without anybody's doing: who has nothing else by then is no administrator to rely on. */
    @Test
    void administratorWhenTheOthersHaveDaysOfGraceOnlyThenStaysTheOneWhoCanSignIn(
            @WithPassword(Role.ADMIN) TestAccount anna,
            @WithPassword(Role.ADMIN) TestAccount bert,
            @WithPassword(Role.ADMIN) TestAccount root) {
        UUID strict = companies.of(BY_PASS, bert, root);
        TestBrowser berts = browsers.open().signIn(bert);
        only(anna, bert);

        Page moved = berts.post(
                url(anna),
                "name",
                "Anna",
                "email",
                "",
                "company",
                strict.toString(),
                "version",
                Html.of(berts.get(url(anna))).value("version"));
        assertThat(moved.status()).as("moved").isEqualTo(422);
        assertThat(berts.post(url(anna) + "/disable").status()).as("disabled").isEqualTo(422);
        assertThat(berts.post(url(anna) + "/role", "role", "USER").status())
                .as("demoted")
                .isEqualTo(422);
        clock.pass(Duration.ofDays(91));
        TestBrowser later = browsers.open();
        assertThat(later.enterPassword(bert).location()).isEqualTo("/login/enrolment-pass");
        assertThat(later.signIn(anna).get("/settings").status()).isEqualTo(200);
    }

    /** When there are no others, those with days of grace are who can sign in; one of them stays. */
    @Test
    void administratorsWhenAllHaveDaysOfGraceOnlyThenTheLastOfThemStays(
            @WithPassword(Role.ADMIN) TestAccount bert, @WithPassword(Role.ADMIN) TestAccount root) {
        companies.of(BY_PASS, bert, root);
        TestBrowser roots = browsers.open().signIn(root);
        TestBrowser berts = browsers.open().signIn(bert);
        only(bert, root);

        assertThat(roots.post(url(bert) + "/role", "role", "USER").status()).isEqualTo(303);
        assertThat(roots.post(url(root) + "/disable").status()).isEqualTo(422);
        assertThat(berts.get("/settings").status()).isEqualTo(403);
        assertThat(roots.get("/settings").status()).isEqualTo(200);
    }

    /** Whoever forbids devices waits with the end of it until the tick is there; then it is let go. */
    @Test
    void deviceWhenTrustedInTheVeryMomentInWhichDevicesAreForbiddenThenIsNone() {
        TestAccount ann = Target.victim(accounts);
        UUID company = companies.of(ann);
        TestBrowser browser = Target.pending(browsers, ann);
        String form = "remember_device=on&confirmation_code=" + ann.code() + "&_csrf=" + browser.token();

        CompletableFuture<Page> tick = new TransactionTemplate(transactions).execute(status -> {
            set(company, NO_DEVICES);
            var sent = CompletableFuture.supplyAsync(() -> browser.postRaw("/login/code", form));
            new TestLocks(jdbc).awaitSomebodyWhoWaitsOr(sent);
            return sent;
        });

        assertThat(tick.join().location()).isEqualTo("/");
        assertThat(devices(ann)).isZero();
        set(company, PolicySettings.NONE);
        browser.post("/logout");
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void deviceWhenTickedWhileDevicesAreForbiddenThenIsNoneHoweverOften() throws InterruptedException {
        TestAccount ann = Target.victim(accounts);
        UUID company = companies.of(ann);
        for (int round = 0; round < 8; round++) {
            TestBrowser browser = Target.pending(browsers, ann).at(second.port());
            String form = "remember_device=on&confirmation_code=" + ann.code() + "&_csrf=" + browser.token();

            Race.between(List.of(() -> browser.postRaw("/login/code", form).status(), () -> {
                set(company, NO_DEVICES);
                return 0;
            }));

            assertThat(devices(ann)).isZero();
            set(company, PolicySettings.NONE);
            clock.passWindow();
        }
    }

    @Test
    void deviceWhenUsedWhileDevicesAreForbiddenThenSparesNoCodeAfterwards() throws InterruptedException {
        TestAccount ann = Target.victim(accounts);
        UUID company = companies.of(ann);
        for (int round = 0; round < 6; round++) {
            TestBrowser device = Target.trusted(browsers, ann);
            device.post("/logout");
            TestBrowser other = device.at(second.port());
            String form = "username=" + ann.login() + "&password=" + ann.password() + "&_csrf=" + other.token();

            Race.between(List.of(() -> other.postRaw("/login", form).status(), () -> {
                set(company, NO_DEVICES);
                return 0;
            }));

            assertThat(other.get("/").location()).isEqualTo("/login/code");
            assertThat(device.get("/").location()).isEqualTo("/login/code");
            assertThat(devices(ann)).isZero();
            set(company, PolicySettings.NONE);
            clock.passWindow();
        }
    }

    @Test
    void deviceWhenItsOwnerMovesToACompanyThatForbidsThemThenDoesNotComeBack() {
        TestAccount ann = Target.victim(accounts);
        TestAccount root = accounts.withPassword("root", Role.ADMIN);
        UUID free = companies.of(ann);
        UUID strict = companies.of(NO_DEVICES);
        TestBrowser device = Target.trusted(browsers, ann);
        device.post("/logout");
        ApiClient program = programs.byKey(root, Scope.WRITE);

        move(program, ann, strict);
        move(program, ann, free);

        assertThat(devices(ann)).isZero();
        assertThat(device.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    private static void move(ApiClient program, TestAccount account, UUID company) {
        assertThat(program.patch("/users/" + account.id(), "{\"company_id\": \"" + company + "\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void wizardWhenAPassIsAskedForMeanwhileThenTakesNoCodeOnTheOtherNode(@WithPassword TestAccount ann) {
        UUID company = companies.of(TestCompanies.required(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASSWORD), ann);
        TestBrowser browser = browsers.open();
        assertThat(browser.enterPassword(ann).location()).isEqualTo(TestWizard.URL);
        TestWizard wizard = new TestWizard(browser, clock);
        String secret = wizard.secret();

        set(company, TestCompanies.required(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASS));

        Page refused = new TestWizard(browser.at(second.port()), clock).finish("Phone", wizard.code(secret));
        assertThat(refused.location()).isEqualTo("/login/enrolment-pass");
        assertThat(jdbc.sql("select count(*) from authenticator where account_id = :id")
                        .param("id", ann.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void sessionWhenTheDaysOfGraceAreTakenAwayThenOpensTheWizardAloneOnTheOtherNode(@WithPassword TestAccount ann) {
        UUID company = companies.of(TestCompanies.required(MfaRequired.EVERYONE, 90, EnrolmentMethod.PASSWORD), ann);
        TestBrowser browser = browsers.open().signIn(ann);
        TestBrowser there = browser.at(second.port());
        String token = there.token();
        assertThat(there.get("/preferences").status()).isEqualTo(200);

        set(company, TestCompanies.required(MfaRequired.EVERYONE, 0, EnrolmentMethod.PASSWORD));

        assertThat(there.get("/preferences").location()).isEqualTo(TestWizard.URL);
        assertThat(there.post("/preferences/profile", "name", "Mallory", "time_zone", "UTC", "_csrf", token)
                        .status())
                .isNotEqualTo(200);
        assertThat(jdbc.sql("select name from account where id = :id")
                        .param("id", ann.id())
                        .query(String.class)
                        .single())
                .isEqualTo("ann");
    }

    @Test
    void graceWhenItIsOverThenThePasswordOpensTheWizardAlone(@WithPassword TestAccount ann) {
        companies.of(TestCompanies.required(MfaRequired.EVERYONE, 7, EnrolmentMethod.PASSWORD), ann);
        assertThat(browsers.open().signIn(ann).get("/").status()).isEqualTo(200);
        clock.pass(Duration.ofDays(7));
        TestBrowser browser = browsers.open();

        assertThat(browser.enterPassword(ann).location()).isEqualTo(TestWizard.URL);
        for (String page : Target.PAGES) {
            if (!page.equals(TestWizard.URL)) {
                assertThat(browser.get(page).location()).as(page).isEqualTo(TestWizard.URL);
            }
        }
        assertThat(programs.byPassword(ann).get("/me")).hasToString("401 unauthenticated");
    }

    private int devices(TestAccount account) {
        return jdbc.sql("select count(*) from trusted_device where account_id = :id")
                .param("id", account.id())
                .query(Integer.class)
                .single();
    }
}
