package dev.vestibule.settings.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Html;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A new password by a link of an administrator's; and ids that nobody has. */
@VestibuleTest
class UserPasswordLinkControllerHttpTest {
    private static final String NEW = "walnut-harbour-giraffe-7";

    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    private TestBrowser browser;

    @BeforeEach
    void signIn() {
        browser = browsers.open().signIn(accounts.withPassword("root", Role.ADMIN));
    }

    private static String url(TestAccount account) {
        return "/settings/users/" + account.id() + "/password-link";
    }

    private String issue(TestAccount account) {
        Page answer = browser.post(url(account));
        assertThat(answer.status()).isEqualTo(200);
        return Html.of(answer).element("link").orElseThrow();
    }

    private Page set(String link) {
        return browsers.open().post(link, "new_password", NEW, "new_password_confirmation", NEW);
    }

    /** What may make links for users, a key of the API among it, must not get into an administrator's account by one. */
    @Test
    void linkWhenItsUserBecomesAnAdministratorThenIsVoid(@WithPassword TestAccount zed) {
        String link = issue(zed);

        browser.post("/settings/users/" + zed.id() + "/role", "role", "ADMIN");

        assertThat(browsers.open().get(link).status()).isEqualTo(410);
        assertThat(set(issue(zed)).location()).isEqualTo("/login?set");
    }

    @Test
    void linkWhenMadeThenOlderOnesAreVoidAndThePasswordGoesOn(@WithPassword TestAccount zed) {
        TestBrowser own = browsers.open().signIn(zed);
        assertThat(browser.get(url(zed)).says("Earlier links stop working.")).isTrue();
        String older = issue(zed);

        String newer = issue(zed);

        assertThat(newer).isNotEqualTo(older);
        assertThat(browsers.open().get(older).status()).isEqualTo(410);
        assertThat(set(older).status()).isEqualTo(410);
        assertThat(own.isSignedIn()).isTrue();
        assertThat(browsers.open().enterPassword(zed).location()).isEqualTo("/");
        assertThat(browser.get("/settings/users/" + zed.id()).body()).doesNotContain(newer);
        assertThat(browser.get(url(zed)).body()).doesNotContain(newer);
    }

    @Test
    void linkWhenUsedThenSessionsAndDevicesEndAndTheCodeIsStillAsked(@WithMfa TestAccount zed, TestBrowser trusted) {
        trusted.enterPassword(zed);
        trusted.post("/login/code", "confirmation_code", zed.code(), "remember_device", "on");
        String link = issue(zed);

        assertThat(set(link).location()).isEqualTo("/login?set");

        assertThat(trusted.get("/").location()).isEqualTo("/login?ended=password");
        TestAccount renewed = new TestAccount(zed.id(), zed.login(), NEW, zed.secret(), zed.clock());
        assertThat(trusted.enterPassword(renewed).location()).isEqualTo("/login/code");
        assertThat(browsers.open().enterPassword(zed).location()).isEqualTo("/login?error");
        assertThat(set(link).status()).isEqualTo(410);
    }

    @Test
    void linkWhenThePasswordIsChangedOtherwiseThenIsVoid(@WithPassword TestAccount zed) {
        String link = issue(zed);
        browsers.open()
                .signIn(zed)
                .post(
                        "/preferences/password",
                        "current_password",
                        zed.password(),
                        "new_password",
                        NEW,
                        "new_password_confirmation",
                        NEW);

        assertThat(set(link).status()).isEqualTo(410);
    }

    @Test
    void linkWhenTheAccountIsDisabledThenSetsAPasswordThatDoesNotOpenIt(@WithPassword TestAccount zed) {
        browser.post("/settings/users/" + zed.id() + "/disable");
        String link = issue(zed);

        Page answer = set(link);

        assertThat(answer.status()).isIn(303, 410);
        TestAccount renewed = new TestAccount(zed.id(), zed.login(), NEW, null, zed.clock());
        assertThat(browsers.open().enterPassword(renewed).location()).isEqualTo("/login?error");
    }

    @Test
    void linkWhenUsedBySeveralAtOnceThenByOne(@WithPassword TestAccount zed) throws InterruptedException {
        String link = issue(zed);

        List<Page> answers = Race.of(4, () -> set(link));

        assertThat(answers).extracting(Page::status).containsExactlyInAnyOrder(303, 410, 410, 410);
    }

    @Test
    void linkWhenUsedWhileThePasswordIsChangedThenNobodyMeetsAFault() throws InterruptedException {
        for (int round = 0; round < 4; round++) {
            TestAccount zed = accounts.withPassword("zed");
            TestBrowser own = browsers.open().signIn(zed);
            String token = own.token();
            String link = issue(zed);
            String[] change = {
                "current_password",
                zed.password(),
                "new_password",
                NEW,
                "new_password_confirmation",
                NEW,
                "_csrf",
                token
            };

            List<Page> answers =
                    Race.between(List.of(() -> set(link), () -> own.post("/preferences/password", change)));

            assertThat(answers).extracting(Page::status).doesNotContain(500);
            assertThat(answers).extracting(Page::status).contains(303);
        }
    }

    private static Stream<String> pages(String id) {
        return Stream.of("", "/role", "/password-link", "/mfa-disable").map(page -> "/settings/users/" + id + page);
    }

    private static Stream<String> forms(String id) {
        return Stream.concat(
                pages(id),
                Stream.of("/disable", "/enable", "/revoke-trusted-devices")
                        .map(form -> "/settings/users/" + id + form));
    }

    @Test
    void userWhenNobodyHasTheIdThenThereIsNothing() {
        String id = UUID.randomUUID().toString();

        assertThat(pages(id))
                .allSatisfy(page -> assertThat(browser.get(page).status()).isEqualTo(404));
        assertThat(forms(id))
                .allSatisfy(
                        form -> assertThat(browser.post(form, "name", "N", "email", "", "version", "0", "role", "ADMIN")
                                        .status())
                                .isEqualTo(404));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "x", "-", "%27%20or%20%271", "1-1-1-1-1", "%3Cscript%3E", "null", "%F0%9F%98%80"})
    void userWhenTheIdIsMalformedThenIsNoFault(String id) {
        assertThat(pages(id))
                .allSatisfy(page -> assertThat(browser.get(page).status()).isIn(400, 404));
        assertThat(forms(id))
                .allSatisfy(form -> assertThat(browser.post(form, "name", "N", "version", "0", "role", "ADMIN")
                                .status())
                        .isIn(400, 404));
    }
}
