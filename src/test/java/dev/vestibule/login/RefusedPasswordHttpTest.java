package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountService;
import dev.vestibule.account.Role;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every refusal of the first step is the same refusal. */
@VestibuleTest
record RefusedPasswordHttpTest(
        Browsers browsers, TestAccounts accounts, AccountService accountService, JdbcClient jdbc) {
    private record Try(String login, String password) {}

    @Test
    void refusalWhateverTheReasonThenLooksTheSameAndLeavesNothing(
            @WithPassword TestAccount ann, @WithMfa TestAccount mia) {
        TestAccount disabled = accounts.withPassword("dis");
        accountService.disable(disabled.id());
        TestAccount invited = accounts.invited("inv", Role.USER);
        String right = TestAccounts.PASSWORD;
        long sessions = rows();

        Page model = refused(new Try(ann.login(), "wrong"));
        String modelShown = shown(new Try(ann.login(), "wrong"));
        for (Try other : List.of(
                new Try(mia.login(), "wrong"),
                new Try("nobody", right),
                new Try(disabled.login(), right),
                new Try(invited.login(), right))) {
            assertThat(shown(other)).as(other.toString()).isEqualTo(modelShown);
        }
        List.of(
                        new Try(ann.login(), ""),
                        new Try(ann.login(), right + " "),
                        new Try(ann.login(), right.toUpperCase(java.util.Locale.ROOT)),
                        new Try(ann.login(), "w".repeat(5000)),
                        new Try(ann.login(), "\0"),
                        new Try(ann.login(), right + "\0"),
                        new Try(mia.login(), "wrong"),
                        new Try("nobody", right),
                        new Try("", ""),
                        new Try(" ", right),
                        new Try(disabled.login(), right),
                        new Try(disabled.login(), "wrong"),
                        new Try(invited.login(), right),
                        new Try(invited.login(), ""),
                        new Try("n".repeat(5000), right),
                        new Try("\0".concat(ann.login()).replace("n", "\0n"), right),
                        new Try(ann.login() + ":", right),
                        new Try("a'; drop table account; --", right),
                        new Try("%", right))
                .forEach(other -> assertAlike(refused(other), model, other));

        assertThat(rows()).isEqualTo(sessions);
    }

    @Test
    void refusalWhenAFieldIsMissingThenTheSame(TestBrowser browser) {
        assertThat(browser.post("/login").location()).isEqualTo("/login?error");
        assertThat(browser.post("/login", "username", "x").location()).isEqualTo("/login?error");
        assertThat(browser.post("/login", "password", "x").location()).isEqualTo("/login?error");
        assertThat(browser.cookies()).containsOnlyKeys("csrf");
    }

    @Test
    void refusalWhenShownThenWithTheUsernameAndWithoutThePassword(@WithPassword TestAccount ann, TestBrowser browser) {
        Page page = browser.follow(
                browser.post("/login", "username", "typed-" + ann.login(), "password", "typed-password"));

        assertThat(page.body())
                .contains("<title>Error:", "value=\"typed-" + ann.login() + "\"")
                .doesNotContain("typed-password");
    }

    @Test
    void loginWhenTypedInAnotherCaseOrWidthThenTheSameAccount(@WithPassword TestAccount ann) {
        String wide = ann.login().replace('a', '\uff21').replace('n', 'N');

        assertThat(browsers.open()
                        .post("/login", "username", " " + wide + " ", "password", ann.password())
                        .location())
                .isEqualTo("/");
    }

    private Page refused(Try wrong) {
        return browsers.open().post("/login", "username", wrong.login, "password", wrong.password);
    }

    /** The page after it, without what differs between any two of them: the token and the username that was typed. */
    private String shown(Try wrong) {
        TestBrowser browser = browsers.open();
        Page page = browser.follow(browser.post("/login", "username", wrong.login, "password", wrong.password));
        assertThat(page.body()).contains("value=\"" + wrong.login + "\"");
        return page.body().replaceAll(" value=\"[^\"]*\"", "");
    }

    private static void assertAlike(Page page, Page model, Try wrong) {
        assertThat(page.status()).as(wrong.toString()).isEqualTo(303).isEqualTo(model.status());
        assertThat(page.location())
                .as(wrong.toString())
                .isEqualTo("/login?error")
                .isEqualTo(model.location());
        assertThat(page.body()).isEqualTo(model.body());
        // What was typed as the username is shown again, whether an account has it or not.
        assertThat(page.setCookies()).as(wrong.toString()).allMatch(cookie -> cookie.startsWith("username_hint="));
        assertThat(headers(page)).isEqualTo(headers(model));
    }

    private static TreeMap<String, List<String>> headers(Page page) {
        var headers = new TreeMap<>(page.headers());
        headers.remove("date");
        headers.remove("connection");
        headers.remove("set-cookie");
        return headers;
    }

    private long rows() {
        return jdbc.sql("select count(*) from session").query(Long.class).single();
    }
}
