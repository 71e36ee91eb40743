package dev.vestibule.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What somebody sees at the code step who has the password and guesses the code. */
@VestibuleTest
record CodeThrottleHttpTest(Browsers browsers, CodeTries tries, SecondNode secondNode, TestClock clock) {
    private static final String WRONG = "000001";

    @Test
    void fifthWrongCodeThenOneBeginsAgainWithTheLoginFilledInAndThePageKept(
            @WithMfa TestAccount ann, TestBrowser browser) {
        browser.get("/preferences?from=mail");
        browser.enterPassword(ann);
        for (int i = 0; i < 4; i++) {
            assertThat(browser.enterCode(WRONG).location()).isEqualTo("/login/code?error=wrong");
        }

        Page fifth = browser.enterCode(WRONG);

        assertThat(fifth.location()).isEqualTo("/login?codes");
        Page login = browser.follow(fifth);
        assertThat(login.says("Too many wrong codes in a row")).isTrue();
        assertThat(login.says("value=\"" + ann.login() + "\"")).isTrue();
        assertThat(browser.enterCode(ann.code()).location())
                .as("the step is over")
                .startsWith("/login");
        assertThat(browser.isSignedIn()).isFalse();
        browser.enterPassword(ann);
        clock.pass(Duration.ofSeconds(30));
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/preferences?from=mail");
    }

    @Test
    void rightCodeWhenTheAccountWaitsThenIsNeitherTakenNorSpent(@WithMfa TestAccount ann, TestBrowser guesser) {
        guess(guesser, ann, 5);
        TestBrowser owner = browsers.open();
        owner.enterPassword(ann);
        String code = ann.code(1);

        assertThat(owner.get("/login/code").says("Too many wrong codes. Try again"))
                .isTrue();
        Page waiting = owner.enterCode(code);
        assertThat(waiting.location()).isEqualTo("/login/code?error=wait");
        assertThat(owner.follow(waiting).says("Too many wrong codes. Try again"))
                .isTrue();
        clock.pass(Duration.ofSeconds(30));
        assertThat(owner.enterCode(code).location()).isEqualTo("/");
    }

    @Test
    void passwordWhenEnteredAnewThenResetsNothing(@WithMfa TestAccount ann) {
        for (int i = 0; i < 5; i++) {
            guess(browsers.open(), ann, 1);
        }

        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/login/code?error=wait");
    }

    @Test
    void passwordWhenGivenThenOneWhoHasNotPassedItLearnsNothingOfTheWait(@WithMfa TestAccount ann) {
        guess(browsers.open(), ann, 5);
        TestBrowser stranger = browsers.open();

        Page refused = stranger.post("/login", "username", ann.login(), "password", "wrong");

        assertThat(refused.location()).isEqualTo("/login?error");
        assertThat(stranger.follow(refused).says("Try again")).isFalse();
    }

    @Test
    void fifthWrongCodeAndEachAfterItThenEndTheirStepAndWaitTwiceAsLong(@WithMfa TestAccount ann, TestBrowser browser) {
        guess(browser, ann, 5);
        clock.pass(Duration.ofSeconds(30));
        browser.enterPassword(ann);

        assertThat(browser.enterCode(WRONG).location()).isEqualTo("/login?codes");
        clock.pass(Duration.ofSeconds(59));
        browser.enterPassword(ann);
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/login/code?error=wait");
        clock.pass(Duration.ofSeconds(1));
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/");
    }

    @Test
    void usedCodeWhenSentOverAndOverThenIsNoGuess(@WithMfa TestAccount ann) {
        browsers.open().signIn(ann);
        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        for (int i = 0; i < 10; i++) {
            assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/login/code?error=used");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(browser.enterCode("12345").location()).isEqualTo("/login/code?error=format");
        }
        assertThat(browser.enterCode(ann.code(1)).location()).isEqualTo("/");
    }

    @Test
    void accountWhenStoppedThenSaysWhoCanHelp(@WithMfa TestAccount ann) {
        for (int i = 0; i < CodeTries.ROLLING; i++) {
            tries.wrong(tries.reserve(ann.id()).orElseThrow());
            clock.pass(Duration.ofHours(1));
        }
        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);

        Page refused = browser.enterCode(ann.code());

        assertThat(refused.location()).isEqualTo("/login/code?error=wait");
        assertThat(browser.follow(refused).says("until an administrator unlocks it"))
                .isTrue();
        tries.clear(ann.id());
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/");
    }

    @Test
    void guessesWhenSentAtOnceFromManySessionsOnTwoNodesThenFiveAreLookedAt(@WithMfa TestAccount ann)
            throws InterruptedException {
        List<Callable<String>> guesses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestBrowser browser = i % 2 == 0 ? browsers.open() : secondNode.open();
            browser.enterPassword(ann);
            String form = "confirmation_code=" + WRONG + "&_csrf=" + browser.token();
            guesses.add(
                    () -> String.valueOf(browser.postRaw("/login/code", form).location()));
        }

        List<String> answers = Race.between(guesses);

        assertThat(answers).filteredOn("/login/code?error=wait"::equals).hasSize(15);
        assertThat(answers).filteredOn("/login?codes"::equals).hasSize(1);
    }

    private static void guess(TestBrowser browser, TestAccount account, int times) {
        browser.enterPassword(account);
        for (int i = 0; i < times; i++) {
            browser.enterCode(WRONG);
        }
    }
}
