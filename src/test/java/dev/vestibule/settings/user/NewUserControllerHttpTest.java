package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.policy.TestCompanies;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An account is made, and its owner chooses the password by a link that is shown once. */
@VestibuleTest
@ExtendWith(OutputCaptureExtension.class)
class NewUserControllerHttpTest {
    private static final String FORM = "/settings/users/new";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts testAccounts;

    @Autowired
    AccountRepository accounts;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    private TestBrowser browser;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(testAccounts.withPassword("root", Role.ADMIN));
    }

    private Page create(String login, String... further) {
        String[] fields = new String[6 + further.length];
        System.arraycopy(new String[] {"login", login, "name", "New Person", "role", "USER"}, 0, fields, 0, 6);
        System.arraycopy(further, 0, fields, 6, further.length);
        return browser.post(FORM, fields);
    }

    private static String link(Page answer) {
        return Html.of(answer).element("link").orElseThrow(() -> new AssertionError("no link on " + answer));
    }

    private static String fresh() {
        return "new-" + UUID.randomUUID();
    }

    @Test
    void userWhenCreatedThenTheLinkOpensTheAccountOnce(CapturedOutput output) {
        String login = fresh();

        Page answer = create(" " + login.toUpperCase(java.util.Locale.ROOT) + " ", "email", "new@example.org");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        String link = link(answer);
        assertThat(link).startsWith("/set-password/");
        Account account = accounts.findByLogin(login).orElseThrow();
        assertThat(account.hasPassword()).isFalse();
        assertThat(account.email()).isEqualTo("new@example.org");
        Page user = browser.get("/settings/users/" + account.id());
        assertThat(user.body()).contains(login, "No password yet").doesNotContain(link);
        TestBrowser owner = browsers.open();
        Page set = owner.post(
                link, "new_password", TestAccounts.PASSWORD, "new_password_confirmation", TestAccounts.PASSWORD);
        assertThat(set.location()).isEqualTo("/login?set");
        assertThat(owner.get(link).status()).isEqualTo(410);
        assertThat(owner.post(link, "new_password", "x", "new_password_confirmation", "x")
                        .status())
                .isEqualTo(410);
        assertThat(owner.enterPassword(new TestAccount(account.id(), login, TestAccounts.PASSWORD, null, clock))
                        .location())
                .isEqualTo("/");
        assertThat(output.getAll()).doesNotContain(link.substring("/set-password/".length()));
    }

    @Test
    void userWhenCreatedWithEveryFieldThenAllOfThemAreStored() {
        UUID second = UUID.randomUUID();
        jdbc.sql(
                        "insert into company (id, name, name_folded, created_at, version) values (:id, 'Second', 'second', now(), 0)")
                .param("id", second)
                .update();
        String login = fresh();
        try {
            Page answer = browser.post(
                    FORM,
                    "login",
                    login,
                    "name",
                    " Élodie <b> ",
                    "email",
                    "Elodie@example.org",
                    "company",
                    second.toString(),
                    "role",
                    "ADMIN");

            assertThat(answer.status()).isEqualTo(200);
            Account account = accounts.findByLogin(login).orElseThrow();
            assertThat(account.name()).isEqualTo("Élodie <b>");
            assertThat(account.email()).isEqualTo("Elodie@example.org");
            assertThat(account.companyId()).isEqualTo(second);
            assertThat(account.role()).isEqualTo(Role.ADMIN);
        } finally {
            TestCompanies.tidy(jdbc);
        }
    }

    @Test
    void userWhenAnotherRuleOfTheDatabaseRefusesItThenIsAFaultAndNotTaken() {
        jdbc.sql("alter table account add constraint test_refuses check (name <> 'Refused') not valid")
                .update();
        try {
            Page answer = browser.post(FORM, "login", fresh(), "name", "Refused", "role", "USER");

            assertThat(answer.status()).isEqualTo(500);
        } finally {
            jdbc.sql("alter table account drop constraint test_refuses").update();
        }
    }

    @Test
    void linkWhenADayOldThenIsVoid() {
        String link = link(create(fresh()));

        clock.pass(Duration.ofHours(24).minusSeconds(1));
        assertThat(browsers.open().get(link).status()).isEqualTo(200);
        clock.pass(Duration.ofSeconds(1));
        assertThat(browsers.open().get(link).status()).isEqualTo(410);
    }

    @Test
    void linkWhenItsDigitsAreChangedThenIsVoid() {
        String link = link(create(fresh()));

        for (String other : List.of(link + "A", link.substring(0, link.length() - 1), "/set-password/x")) {
            assertThat(browsers.open().get(other).status()).as(other).isEqualTo(410);
        }
    }

    @Test
    void userWhenTheFormCarriesMoreThanItsFieldsThenTheRestIsNotLookedAt() {
        String login = fresh();

        Page answer = create(
                login,
                "disabled",
                "true",
                "mfaEnabled",
                "true",
                "mfa_enabled",
                "true",
                "password",
                "chosen-by-a-thief-1",
                "credentialVersion",
                "99",
                "id",
                UUID.randomUUID().toString(),
                "createdAt",
                "2000-01-01");

        assertThat(answer.status()).isEqualTo(200);
        Account account = accounts.findByLogin(login).orElseThrow();
        assertThat(account.disabled()).isFalse();
        assertThat(account.mfaEnabled()).isFalse();
        assertThat(account.hasPassword()).isFalse();
        assertThat(account.credentialVersion()).isEqualTo(1);
    }

    @Test
    void userWhenMadeAnAdministratorThenIsOne() {
        String login = fresh();

        assertThat(browser.post(FORM, "login", login, "name", "Second", "role", "ADMIN")
                        .status())
                .isEqualTo(200);

        assertThat(accounts.findByLogin(login).orElseThrow().role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void userWhenTwoMakeTheSameLoginAtOnceThenOneIsMadeAndTheOtherToldSo() throws InterruptedException {
        String token = browser.token();
        for (int round = 0; round < 5; round++) {
            String login = fresh();

            List<Page> answers = Race.of(
                    3, () -> browser.copy().post(FORM, "login", login, "name", "Twin", "role", "USER", "_csrf", token));

            assertThat(answers).extracting(Page::status).containsExactlyInAnyOrder(200, 422, 422);
            assertThat(answers)
                    .filteredOn(page -> page.status() == 422)
                    .allSatisfy(page ->
                            assertThat(Html.of(page).error("login")).contains("Another user has this username."));
            assertThat(browsers.open()
                            .get(link(answers.stream()
                                    .filter(page -> page.status() == 200)
                                    .findFirst()
                                    .orElseThrow()))
                            .status())
                    .isEqualTo(200);
        }
    }
}
