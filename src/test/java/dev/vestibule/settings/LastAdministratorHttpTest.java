package dev.vestibule.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The last administrator who can sign in stays one, whoever asks, and whoever asks at the same time. */
@VestibuleTest
record LastAdministratorHttpTest(
        Browsers browsers, TestAccounts testAccounts, AccountRepository accounts, JdbcClient jdbc) {
    private static final String WHY = "This is the last administrator who can sign in";

    private static String url(TestAccount account) {
        return "/settings/users/" + account.id();
    }

    @Test
    void lastAdministratorWhenDisabledThenRefusedWithTheReasonAndWithoutTheButton(
            @WithPassword(Role.ADMIN) TestAccount root) {
        TestAccount never = testAccounts.invited("never", Role.ADMIN);
        TestBrowser browser = browsers.open().signIn(root);
        try (var only = TestAdministrators.only(jdbc, root, never)) {
            Page page = browser.get(url(root));
            Page refused = browser.post(url(root) + "/disable");

            assertThat(refused.status()).isEqualTo(422);
            assertThat(List.of(page, refused)).allSatisfy(shown -> {
                assertThat(shown.body()).contains(WHY, root.login());
                assertThat(Html.of(shown).hasForm(url(root) + "/disable")).isFalse();
                assertThat(shown.body()).doesNotContain("href=\"" + url(root) + "/role\"");
            });
            assertThat(browser.isSignedIn()).isTrue();
            assertThat(browser.post(url(never) + "/disable").status())
                    .as("has no password")
                    .isEqualTo(303);
        }
    }

    @Test
    void lastAdministratorWhenDemotedThenRefusedWithTheReasonAndWithoutTheButton(
            @WithPassword(Role.ADMIN) TestAccount root) {
        TestBrowser browser = browsers.open().signIn(root);
        try (var only = TestAdministrators.only(jdbc, root)) {
            for (Page page :
                    List.of(browser.get(url(root) + "/role"), browser.post(url(root) + "/role", "role", "USER"))) {
                assertThat(page.says(WHY)).isTrue();
                assertThat(Html.of(page).hasButton()).isFalse();
            }
            assertThat(browser.post(url(root) + "/role", "role", "USER").status())
                    .isEqualTo(422);
            assertThat(browser.get("/settings").status()).isEqualTo(200);
        }
    }

    @Test
    void administratorsWhenTwoDemoteEachOtherAtOnceThenOneStays() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            TestAccount anna = testAccounts.withPassword("anna", Role.ADMIN);
            TestAccount bert = testAccounts.withPassword("bert", Role.ADMIN);
            List<Page> answers = TestAdministrators.againstEachOther(
                    jdbc,
                    browsers,
                    anna,
                    bert,
                    "/role",
                    Map.of("role", "USER"),
                    () -> assertThat(accounts.anAdministratorCanSignIn()).isTrue());

            assertThat(answers).extracting(Page::status).contains(303).doesNotContain(500);
        }
    }

    @Test
    void administratorsWhenTwoDisableEachOtherAtOnceThenOneStays(
            @WithPassword(Role.ADMIN) TestAccount anna, @WithPassword(Role.ADMIN) TestAccount bert)
            throws InterruptedException {
        TestBrowser annas = browsers.open().signIn(anna);
        TestBrowser berts = browsers.open().signIn(bert);
        String annasToken = annas.token();
        String bertsToken = berts.token();
        try (var only = TestAdministrators.only(jdbc, anna, bert)) {
            List<Page> answers = Race.between(List.of(
                    () -> annas.post(url(bert) + "/disable", "_csrf", annasToken),
                    () -> berts.post(url(anna) + "/disable", "_csrf", bertsToken),
                    () -> annas.post(url(bert) + "/role", "role", "USER", "_csrf", annasToken)));

            assertThat(answers).extracting(Page::status).contains(303).doesNotContain(500);
            assertThat(accounts.anAdministratorCanSignIn()).isTrue();
        }
    }

    @Test
    void administratorWhenActingOnOneselfWhileThereAreOthersThenPageAndAnswerAgree(
            @WithPassword(Role.ADMIN) TestAccount root) {
        testAccounts.withPassword("second", Role.ADMIN);
        TestBrowser browser = browsers.open().signIn(root);

        Page page = browser.get(url(root));

        assertThat(page.says("This is your own account.")).isTrue();
        assertThat(Html.of(page).hasForm(url(root) + "/disable")).isFalse();
        Page role = browser.get(url(root) + "/role");
        Page demoted = browser.post(url(root) + "/role", "role", "USER");
        Page disabled = browser.post(url(root) + "/disable");
        assertThat(List.of(role, demoted)).allSatisfy(shown -> {
            assertThat(shown.says("This is your own account.")).isTrue();
            assertThat(Html.of(shown).hasButton()).isFalse();
        });
        assertThat(demoted.status()).isEqualTo(422);
        assertThat(disabled.status()).isEqualTo(422);
        assertThat(disabled.says("This is your own account.")).isTrue();
        assertThat(browser.get("/settings").status()).isEqualTo(200);
    }
}
