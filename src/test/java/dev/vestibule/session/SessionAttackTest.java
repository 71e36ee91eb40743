package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Role;
import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions that are fixed before the sign-in, kept after it ended, or revived. */
@Tag("attack")
@VestibuleTest
record SessionAttackTest(
        Browsers browsers, TestAccounts accounts, TestClock clock, SecondNode secondNode, JdbcClient jdbc) {
    @Test
    void sessionWhenPlantedBeforeTheLoginThenIsNotTheOneThatOpens() {
        TestAccount ann = Target.victim(accounts);
        TestAccount mallory = accounts.withPassword("mallory");
        TestBrowser planted = browsers.open().signIn(mallory);
        TestBrowser attacker = planted.copy();

        planted.signIn(ann);

        assertThat(attacker.get("/").body()).doesNotContain(ann.login());
    }

    @Test
    void sessionIdWhenAStepIsTakenThenTheOneBeforeIsDead() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = Target.pending(browsers, ann);
        TestBrowser seenBefore = browser.copy();
        browser.enterCode(ann.code());

        assertThat(browser.isSignedIn()).isTrue();
        Target.assertOutside(seenBefore);
    }

    @Test
    void requestsInFlightWhenTheStepIsTakenThenDoNotBringTheOldIdBack() throws InterruptedException {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = Target.pending(browsers, ann);
        TestBrowser old = browser.copy();
        String form = "confirmation_code=" + ann.code() + "&_csrf=" + browser.token();
        List<Callable<Integer>> together = new ArrayList<>();
        together.add(() -> browser.postRaw("/login/code", form).status());
        for (int i = 0; i < 6; i++) {
            TestBrowser late = old.copy();
            together.add(() -> late.get("/login/code").status());
        }

        Race.between(together);

        assertThat(browser.isSignedIn()).isTrue();
        Target.assertOutside(old);
    }

    @Test
    void sessionWhenSignedOutThenIsDeadOnEveryNode() {
        TestBrowser browser = browsers.open().signIn(Target.victim(accounts));
        TestBrowser copy = browser.copy();
        browser.post("/logout");

        Target.assertOutside(copy);
        Target.assertOutside(copy.at(secondNode.port()));
    }

    @Test
    void sessionOfAThiefWhenThePasswordChangesThenEndsWithTheNextRequest(@WithPassword TestAccount ann) {
        TestBrowser owner = browsers.open().signIn(ann);
        TestBrowser thief = browsers.open().signIn(ann);
        owner.post(
                "/preferences/password",
                "current_password",
                ann.password(),
                "new_password",
                Target.NEW_PASSWORD,
                "new_password_confirmation",
                Target.NEW_PASSWORD);

        assertThat(owner.isSignedIn()).isTrue();
        assertThat(thief.at(secondNode.port()).get("/").location()).isEqualTo("/login?ended=password");
    }

    @Test
    void sessionOfAThiefWhenMfaIsSwitchedOnThenEndsAndDoesNotWaitForACode(@WithPassword TestAccount ann) {
        TestBrowser thief = browsers.open().signIn(ann);
        TestBrowser owner = browsers.open().signIn(ann);
        TestAccount enrolled = accounts.withApp(ann, "Phone");

        assertThat(thief.get("/").location()).isEqualTo("/login?ended=mfa");
        assertThat(owner.get("/").location()).isEqualTo("/login?ended=mfa");
        assertThat(browsers.open().signIn(enrolled).isSignedIn()).isTrue();
    }

    @Test
    void sessionThatWaitsForACodeWhenMfaIsSwitchedOffThenIsNotSignedInByThat() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser owner = browsers.open().signIn(ann);
        TestBrowser thief = Target.pending(browsers, ann);
        owner.post("/preferences/mfa/disable");

        assertThat(owner.isSignedIn()).isTrue();
        Target.assertOutside(thief);
    }

    @Test
    void sessionOfAThiefWhenTheOwnerEndsOthersThenEndsThoughItIsACopy() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser owner = browsers.open().signIn(ann);
        TestBrowser thief = owner.copy();
        owner.post("/preferences/sessions/end-others");

        assertThat(owner.isSignedIn()).isTrue();
        Target.assertOutside(thief);
    }

    @Test
    void sessionWhenTheAccountIsDisabledThenIsDead() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = browsers.open().signIn(ann);
        TestAccount admin = accounts.withMfa("root", Role.ADMIN);
        browsers.open().signIn(admin).post("/settings/users/" + ann.id() + "/disable");

        assertThat(browser.get("/").location()).isEqualTo("/login?ended=disabled");
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login?error");
    }

    @Test
    void sessionWhenKeptAliveThenEndsAfterItsDayAllTheSame() {
        TestBrowser browser = browsers.open().signIn(Target.victim(accounts));
        for (int i = 0; i < 25; i++) {
            clock.pass(Duration.ofMinutes(58));
            browser.get("/");
        }

        Target.assertOutside(browser);
    }

    @Test
    void sessionOfSomebodyElseWhenItsNameIsKnownThenCannotBeEnded() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser owner = browsers.open().signIn(ann);
        String name = jdbc.sql("select encode(id_hash, 'hex') from session where account_id = :id")
                .param("id", ann.id())
                .query(String.class)
                .single();
        TestBrowser mallory = browsers.open().signIn(accounts.withPassword("mallory"));

        assertThat(mallory.post("/preferences/sessions/" + name + "/end").status())
                .isEqualTo(404);
        assertThat(owner.isSignedIn()).isTrue();
    }
}
