package dev.vestibule.reauthentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which pages and forms ask again who it is, and for what of it: every row of the table, by GET and by POST. */
@VestibuleTest
class RequiredReauthenticationPagesHttpTest {
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final Duration ELEVATED = Duration.ofMinutes(120);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final String PASSWORD_PAGE = "/preferences/password";
    private static final String PASSWORD = "/login?proof";
    private static final String CODE = "/login/code?proof";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TestClock clock;

    private List<String> fresh;
    private List<String> elevated;

    @Autowired
    Parameters parameters;

    /** These tests are about proofs; a session must not end while one grows old. */
    @BeforeEach
    void letSessionsLast() {
        parameters.set(Parameter.IDLE_MINUTES, 1_440);
        parameters.set(Parameter.ABSOLUTE_HOURS, 720);
    }

    @AfterEach
    void letSessionsEnd() {
        parameters.reset(Parameter.IDLE_MINUTES);
        parameters.reset(Parameter.ABSOLUTE_HOURS);
    }

    @BeforeEach
    void pages() {
        String user = "/settings/users/" + accounts.withPassword("uma").id();
        fresh = List.of(
                "/preferences/mfa/enable",
                "/preferences/mfa/disable",
                "/preferences/authenticators/new",
                "/preferences/recovery-codes",
                "/preferences/authenticators/" + UUID.randomUUID() + "/delete",
                user + "/mfa-disable",
                user + "/password-link",
                user + "/reset",
                user + "/enrolment-pass",
                user + "/role",
                "/settings/users/new");
        elevated = List.of(
                "/settings",
                "/settings/users",
                user,
                user + "/disable",
                user + "/enable",
                user + "/unlock",
                user + "/end-sessions",
                user + "/revoke-trusted-devices",
                "/settings/audit",
                "/settings/audit.csv",
                "/settings/parameters",
                "/settings/parameters/auth.fresh_minutes",
                "/settings/parameters/auth.fresh_minutes/reset",
                "/settings/no-such-page");
    }

    private TestAccount administrator() {
        return accounts.withMfa("ada", Role.ADMIN);
    }

    private static void assertAsks(TestBrowser browser, List<String> pages, String step) {
        for (String page : pages) {
            assertAsks(browser, page, step);
        }
    }

    private static void assertAsks(TestBrowser browser, String page, String step) {
        Page read = browser.get(page);
        assertThat(read.status()).as(page).isEqualTo(302);
        assertThat(read.location()).as(page).isEqualTo(step);
        Page sent = browser.post(page, "value", "7", "confirmation_code", "000000");
        assertThat(sent.status()).as("POST " + page).isEqualTo(303);
        assertThat(sent.location()).as("POST " + page).isEqualTo(step);
    }

    private static void assertOpen(TestBrowser browser, List<String> pages) {
        for (String page : pages) {
            assertThat(browser.get(page).status()).as(page).isIn(200, 404, 405);
        }
    }

    @Test
    void changeWhenBothAreTooOldThenAsksForThePasswordFirst() {
        TestBrowser browser = browsers.open().signIn(administrator());
        clock.pass(FRESH.minus(MOMENT));
        assertOpen(browser, fresh);
        assertOpen(browser, List.of(PASSWORD_PAGE));

        clock.pass(MOMENT);

        assertAsks(browser, fresh, PASSWORD);
        assertAsks(browser, PASSWORD_PAGE, CODE);
        assertOpen(browser, elevated);
    }

    @Test
    void changeWhenOnlyThePasswordIsTooOldThenAsksForThatAlone() {
        TestAccount ada = administrator();
        TestBrowser browser = browsers.open().signInByDevice(ada);
        clock.pass(Duration.ofMinutes(10));
        browser.prove(ada, browser.get("/preferences/mfa/disable"));
        clock.pass(Duration.ofMinutes(5));

        assertAsks(browser, fresh, PASSWORD);
        assertThat(browser.get(PASSWORD_PAGE).status()).isEqualTo(200);
        assertOpen(browser, elevated);

        browser.get("/preferences/mfa/disable");
        assertThat(browser.post("/login", "password", ada.password()).location())
                .isEqualTo("/preferences/mfa/disable");
        assertOpen(browser, fresh);
    }

    @Test
    void changeWhenOnlyTheCodeIsTooOldThenAsksForThatAlone() {
        TestAccount ada = administrator();
        TestBrowser browser = browsers.open().signIn(ada);
        clock.pass(FRESH);
        browser.get("/preferences/mfa/disable");
        browser.post("/login", "password", ada.password());

        assertAsks(browser, fresh, CODE);
        assertAsks(browser, PASSWORD_PAGE, CODE);

        browser.get(PASSWORD_PAGE);
        assertThat(browser.enterCode(ada.code()).location()).isEqualTo(PASSWORD_PAGE);
        assertOpen(browser, fresh);
    }

    @Test
    void changeWhenATrustedDeviceSkippedTheCodeThenAsksForIt() {
        TestBrowser browser = browsers.open().signInByDevice(administrator());

        assertAsks(browser, fresh, CODE);
        assertAsks(browser, PASSWORD_PAGE, CODE);
        assertAsks(browser, elevated, CODE);
    }

    @Test
    void changeWhenTheAccountHasNoMfaThenThePasswordIsAllThatIsAsked(@WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser browser = browsers.open().signIn(root);
        assertOpen(browser, fresh);
        clock.pass(FRESH);

        assertAsks(browser, fresh, PASSWORD);
        assertThat(browser.get(PASSWORD_PAGE).status()).isEqualTo(200);

        browser.get("/preferences/authenticators/new");
        assertThat(browser.post("/login", "password", root.password()).location())
                .isEqualTo("/preferences/authenticators/new");
        assertOpen(browser, fresh);
    }

    @Test
    void settingsWhenTheCodeIsTooOldThenAskForIt() {
        TestAccount ada = administrator();
        TestBrowser browser = browsers.open().signIn(ada);
        clock.pass(ELEVATED.minus(MOMENT));
        assertOpen(browser, elevated);

        clock.pass(MOMENT);

        assertAsks(browser, elevated, CODE);
        browser.get("/settings/users?q=a");
        assertThat(browser.get("/login/code?proof").says("Settings ask for confirmation"))
                .isTrue();
        assertThat(browser.enterCode(ada.code()).location()).isEqualTo("/settings/users?q=a");
        assertOpen(browser, elevated);
    }

    @Test
    void settingsWhenThereIsNoMfaThenThePasswordOpensThem(@WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser browser = browsers.open().signIn(root);
        clock.pass(ELEVATED);

        assertAsks(browser, elevated, PASSWORD);
        assertThat(browser.prove(root, browser.get("/settings")).location()).isEqualTo("/settings");
    }

    @Test
    void settingsWhenOneIsNoAdministratorThenAreForbiddenAndAskForNothing() {
        TestBrowser browser = browsers.open().signIn(accounts.withMfa("uma"));
        clock.pass(ELEVATED);

        for (String page : List.of("/settings", "/settings/users/new", elevated.get(3), "/settings/no-such-page")) {
            assertThat(browser.get(page).status()).as(page).isEqualTo(403);
            assertThat(browser.post(page).status()).as(page).isEqualTo(403);
        }
        assertThat(browser.cookies()).doesNotContainKey("REDIRECT_URI");
    }
}
