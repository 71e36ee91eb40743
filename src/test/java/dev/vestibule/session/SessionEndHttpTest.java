package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountService;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.Role;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A change of an account bites at the next request, on every node, and the login page says once why. */
@VestibuleTest
record SessionEndHttpTest(
        Browsers browsers,
        SecondNode second,
        TestAccounts accounts,
        AccountService accountService,
        Passwords passwords,
        SetPasswordLinks links,
        MfaSwitch mfa,
        JdbcClient jdbc,
        TestClock clock) {
    @Test
    void sessionsWhenTheAccountIsDisabledThenEnd(@WithMfa TestAccount ann) {
        List<TestBrowser> sessions = sessions(ann);

        accountService.disable(ann.id());

        assertEnded(sessions, "disabled");
    }

    @Test
    void sessionsWhenTheAccountIsEnabledAgainThenStayEnded(@WithMfa TestAccount ann) {
        List<TestBrowser> sessions = sessions(ann);

        accountService.disable(ann.id());
        accountService.enable(ann.id());

        assertEnded(sessions, "disabled");
        clock.passWindow();
        assertThat(browsers.open().signIn(ann).isSignedIn()).isTrue();
    }

    @Test
    void sessionsWhenThePasswordIsNewThenEnd(@WithMfa TestAccount ann) {
        List<TestBrowser> sessions = sessions(ann);

        passwords.set(links.issue(ann.id()).token().text(), "another-plum-tractor-95");

        assertEnded(sessions, "password");
    }

    @Test
    void sessionsWhenMfaGoesOffThenEnd(@WithMfa TestAccount ann) {
        List<TestBrowser> sessions = sessions(ann);

        mfa.disable(ann.id(), Optional.empty());

        assertEnded(sessions, "mfa");
    }

    @Test
    void sessionsWhenMfaGoesOnThenEnd(@WithPassword TestAccount ann) {
        TestBrowser here = browsers.open().signIn(ann);
        TestBrowser there = second.open().signIn(ann);

        accounts.withApp(ann, "Phone");

        assertEnded(List.of(here, there), "mfa");
    }

    @Test
    void sessionsWhenTheAccountIsGoneThenEnd(@WithMfa TestAccount ann) {
        List<TestBrowser> sessions = sessions(ann);

        jdbc.sql("delete from account where id = :id").param("id", ann.id()).update();

        sessions.forEach(session -> {
            assertThat(session.get("/").location()).isEqualTo("/login?ended");
            assertThat(session.get("/").location()).isEqualTo("/login");
        });
    }

    @Test
    void administratorWhenNoLongerOneThenSettingsCloseAndTheSessionStays(@WithMfa(Role.ADMIN) TestAccount ada) {
        TestBrowser here = browsers.open().signIn(ada);
        TestBrowser there = here.at(second.port());
        assertThat(there.get("/settings").status()).isEqualTo(200);

        accountService.changeRole(ada.id(), Role.USER);

        assertThat(here.get("/settings").status()).isEqualTo(403);
        assertThat(there.get("/settings").status()).isEqualTo(403);
        assertThat(here.post("/settings/parameters/auth_totp.secure_cookie/reset")
                        .status())
                .isEqualTo(403);
        assertThat(here.isSignedIn()).isTrue();
    }

    @Test
    void codeWhenTheSessionHasEndedThenNotAcceptedAndNotSpent(@WithMfa TestAccount ann, TestBrowser pending) {
        pending.enterPassword(ann);
        accountService.disable(ann.id());
        accountService.enable(ann.id());
        String code = ann.code();

        assertThat(pending.enterCode(code).location()).isEqualTo("/login?ended=disabled");

        pending.enterPassword(ann);
        assertThat(pending.enterCode(code).location()).isEqualTo("/");
    }

    @Test
    void reasonWhenMadeUpThenSaysNothing(TestBrowser browser) {
        String plain = text(browser, "/login");

        Stream.of("/login?ended=x", "/login?ended=%3Cscript%3E", "/login?reason=ended", "/login?done=x")
                .forEach(path -> assertThat(text(browser, path)).as(path).isEqualTo(plain));
        Stream.of(
                        "ended",
                        "ended=disabled",
                        "ended=password",
                        "ended=mfa",
                        "ended=others",
                        "logout",
                        "set",
                        "expired",
                        "error")
                .forEach(why ->
                        assertThat(text(browser, "/login?" + why)).as(why).isNotEqualTo(plain));
    }

    private static String text(TestBrowser browser, String path) {
        return browser.get(path).body().replaceAll("name=\"_csrf\"[^>]*>", "");
    }

    /** One signed in here, the same one by way of the second node, one pending there. */
    private List<TestBrowser> sessions(TestAccount account) {
        TestBrowser here = browsers.open().signIn(account);
        TestBrowser pending = second.open();
        pending.enterPassword(account);
        return List.of(here, here.copy().at(second.port()), pending);
    }

    private static void assertEnded(List<TestBrowser> sessions, String why) {
        assertThat(sessions.get(0).get("/").location()).isEqualTo("/login?ended=" + why);
        assertThat(sessions.get(0).get("/").location()).isEqualTo("/login");
        TestBrowser last = sessions.get(sessions.size() - 1);
        assertThat(last.post("/preferences/profile", "name", "x").location()).isEqualTo("/login?ended=" + why);
        assertThat(last.get("/preferences").location()).isEqualTo("/login");
        sessions.forEach(session -> assertThat(session.isSignedIn()).isFalse());
    }
}
