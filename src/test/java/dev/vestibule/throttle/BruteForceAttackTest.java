package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Race;
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
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** More guesses than anyone should have. */
@Tag("attack")
@VestibuleTest
record BruteForceAttackTest(Browsers browsers, TestAccounts accounts, TestClock clock, JdbcClient jdbc) {
    @BeforeEach
    @AfterEach
    void otherAttacksComeFromHereToo() {
        jdbc.sql("delete from throttle").update();
    }

    @Test
    void passwordsWhenGuessedThenTheRightOneComesTooLate(@WithPassword TestAccount ann) {
        guessPasswords(ann.login(), 10);

        TestBrowser guesser = browsers.open();
        assertThat(guesser.enterPassword(ann).location()).isEqualTo("/login?error");
        assertThat(guesser.isSignedIn()).isFalse();
    }

    @Test
    void passwordsWhenGuessedThenTheOwnersBrowserGetsIn(@WithPassword TestAccount ann) {
        TestBrowser own = browsers.open().signIn(ann);
        own.post("/logout");
        guessPasswords(ann.login(), 15);

        assertThat(own.enterPassword(ann).location()).isEqualTo("/");
    }

    @Test
    void passwordsWhenGuessedInABrowserThatAnotherAccountKnowsThenAreAStrangers(@WithPassword TestAccount ann) {
        TestBrowser mallory = browsers.open().signIn(accounts.withPassword("mallory"));
        mallory.post("/logout");
        guessPasswords(ann.login(), 9);

        mallory.post("/login", "username", ann.login(), "password", "wrong");

        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login?error");
    }

    @Test
    void passwordsWhenGuessedUnderVariantsOfTheNameThenAreOneCount(@WithPassword TestAccount ann) {
        guessPasswords(ann.login().toUpperCase(Locale.ROOT), 4);
        guessPasswords(" " + ann.login() + "  ", 3);
        guessPasswords(ann.login().replace('a', '\uff41'), 3);

        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/login?error");
    }

    @Test
    void passwordsWhenGuessedAtOnceThenNoMoreThanTenAreLookedAt(@WithPassword TestAccount ann)
            throws InterruptedException {
        List<Callable<String>> guesses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestBrowser browser = browsers.open();
            String form = "username=" + ann.login() + "&password=wrong" + i + "&_csrf=" + browser.token();
            guesses.add(() -> String.valueOf(browser.postRaw("/login", form).location()));
        }

        Race.between(guesses);

        assertThat(jdbc.sql("select max(failures) from throttle where stage = 'NETWORK'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(10);
    }

    @Test
    void passwordsWhenGuessedBehindAForgedAddressThenAreCountedAllTheSame(@WithPassword TestAccount ann) {
        for (int i = 0; i < 10; i++) {
            browsers.open()
                    .with("X-Forwarded-For", "198.51.100." + i)
                    .with("Forwarded", "for=198.51.100." + i)
                    .with("X-Real-IP", "198.51.100." + i)
                    .post("/login", "username", ann.login(), "password", "wrong" + i);
        }

        assertThat(browsers.open()
                        .with("X-Forwarded-For", "203.0.113.200")
                        .enterPassword(ann)
                        .location())
                .isEqualTo("/login?error");
    }

    @Test
    void codesWhenGuessedThenTheFifthWrongOneEndsTheStep() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser guesser = Target.pending(browsers, ann);
        guessCodes(guesser, 4);

        assertThat(guesser.enterCode(Target.WRONG_CODE).location()).isEqualTo("/login?codes");
        clock.pass(Duration.ofSeconds(30));
        assertThat(guesser.enterCode(ann.code()).location()).isEqualTo("/login?expired");
        Target.assertOutside(guesser);
    }

    @Test
    void codesWhenGuessedInNewSessionsThenAreOneRow() {
        TestAccount ann = Target.victim(accounts);
        for (int i = 0; i < 5; i++) {
            guessCodes(Target.pending(browsers, ann), 1);
        }

        TestBrowser guesser = Target.pending(browsers, ann);
        assertThat(guesser.enterCode(ann.code()).location()).isEqualTo("/login/code?error=wait");
        Target.assertOutside(guesser);
    }

    @Test
    void codesWhenGuessedWhileTheAccountWaitsThenTheRightOneIsNotTold() {
        TestAccount ann = Target.victim(accounts);
        guessCodes(Target.pending(browsers, ann), 5);
        TestBrowser guesser = Target.pending(browsers, ann);

        assertThat(guesser.enterCode(ann.code()).location())
                .isEqualTo(guesser.enterCode(Target.WRONG_CODE).location());
    }

    @Test
    void codesWhenGuessedForMonthsThenFiftyInThirtyDaysAreTheEnd() {
        TestAccount ann = Target.victim(accounts);
        int looked = 0;
        for (int day = 0; day < 29 && looked < 60; day++) {
            for (int i = 0; i < 4; i++) {
                TestBrowser guesser = browsers.open();
                guesser.enterPassword(ann);
                looked += "/login/code?error=wait"
                                .equals(guesser.enterCode(Target.WRONG_CODE).location())
                        ? 0
                        : 1;
                clock.pass(Duration.ofHours(2));
            }
        }

        assertThat(looked).isEqualTo(50);
        TestBrowser guesser = Target.pending(browsers, ann);
        assertThat(guesser.enterCode(ann.code()).location()).isEqualTo("/login/code?error=wait");
    }

    @Test
    void passwordWhenGuessedInTheFormThatChangesItThenWaits(@WithPassword TestAccount ann) {
        TestBrowser thief = browsers.open().signIn(ann);
        for (int i = 0; i < 20; i++) {
            change(thief, "wrong" + i);
        }

        assertThat(change(thief, ann.password())).isEqualTo(422);
    }

    private static int change(TestBrowser browser, String current) {
        return browser.post(
                        "/preferences/password",
                        "current_password",
                        current,
                        "new_password",
                        Target.NEW_PASSWORD,
                        "new_password_confirmation",
                        Target.NEW_PASSWORD)
                .status();
    }

    private void guessPasswords(String login, int times) {
        for (int i = 0; i < times; i++) {
            browsers.open().post("/login", "username", login, "password", "wrong" + i);
        }
    }

    private static void guessCodes(TestBrowser browser, int times) {
        for (int i = 0; i < times; i++) {
            browser.enterCode(Target.WRONG_CODE);
        }
    }
}
