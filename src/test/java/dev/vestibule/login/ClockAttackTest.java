package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Race;
import dev.vestibule.testing.Target;
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
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clock check reveals no more than an offset, and the codes that it takes sign nobody in. */
@Tag("attack")
@VestibuleTest
record ClockAttackTest(Browsers browsers, TestAccounts accounts, TestClock clock, JdbcClient jdbc) {
    private static final String CLOCK = "/login/clock";

    /** Of an hour ahead, in steps. */
    private static final int AN_HOUR = 120;

    private static Page ask(TestBrowser browser, String first, String second) {
        return browser.post(CLOCK, "first_code", first, "second_code", second);
    }

    /** What a page says, without what differs from one browser to the next. */
    private static String words(Page page) {
        return page.status() + page.body().replaceAll("name=\"_csrf\"[^>]*", "");
    }

    private static void assertTellsNothing(Page page) {
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body())
                .contains("These are not two codes in a row")
                .doesNotContain("ahead", "The clock behind");
    }

    @Test
    void codeWhenOneOfThemIsRightThenIsToldLikeNone() {
        TestAccount ann = Target.victim(accounts);
        String none = words(ask(Target.pending(browsers, ann), Target.WRONG_CODE, "000002"));
        clock.passWindow();
        TestAccount bea = accounts.withMfa("bea");
        String serverTime = "[0-9]{1,2}:[0-9]{2}:[0-9]{2}";

        for (String code : List.of(bea.code(), bea.code(1), bea.code(AN_HOUR), bea.code(-AN_HOUR))) {
            Page answer = ask(Target.pending(browsers, bea), code, Target.WRONG_CODE);

            assertTellsNothing(answer);
            assertThat(words(answer).replace(bea.login(), ann.login()).replaceAll(serverTime, ""))
                    .isEqualTo(none.replaceAll(serverTime, ""));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "0,2", "-1,1", "120,120", "121,120", "120,122", "2881,2882", "-2883,-2882"})
    void codesWhenTheyAreNoTwoInARowOfADayThenTellNoOffset(int first, int second) {
        TestAccount ann = Target.victim(accounts);

        assertTellsNothing(ask(Target.pending(browsers, ann), ann.code(first), ann.code(second)));
    }

    @Test
    void codesWhenFoundThenOpenNothingNowNorWhenTheirTimeComes() {
        TestAccount ann = Target.victim(accounts);
        String first = ann.code(AN_HOUR);
        String second = ann.code(AN_HOUR + 1);
        TestBrowser browser = Target.pending(browsers, ann);
        assertThat(ask(browser, first, second).body()).contains("is one hour ahead.");
        Target.assertOutside(browser);

        clock.pass(Duration.ofHours(1));

        TestBrowser thief = Target.pending(browsers, ann);
        assertThat(ann.code()).isEqualTo(first);
        assertThat(thief.enterCode(first).location()).isEqualTo("/login/code?error=used");
        assertThat(thief.enterCode(second).location()).isEqualTo("/login/code?error=used");
        Target.assertOutside(thief);
    }

    @Test
    void codesWhenFoundWithinTheWindowThenAreSpent() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = Target.pending(browsers, ann);
        assertThat(ask(browser, ann.code(-1), ann.code()).body()).contains("The clock behind", "is right.");

        assertThat(browser.enterCode(ann.code(-1)).location()).isEqualTo("/login/code?error=used");
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/login/code?error=used");
        Target.assertOutside(browser);
    }

    @Test
    void codesWhenFoundFarAheadThenLockNobodyOutMeanwhile() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = Target.pending(browsers, ann);
        ask(browser, ann.code(AN_HOUR), ann.code(AN_HOUR + 1));

        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/");
        clock.passWindow();
        assertThat(browsers.open().signIn(ann).isSignedIn()).isTrue();
    }

    @Test
    void pairsWhenGuessedThenCountAsCodesAndTheFifthEndsTheStep() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser guesser = Target.pending(browsers, ann);
        guesser.enterCode(Target.WRONG_CODE);
        ask(guesser, Target.WRONG_CODE, "000002");
        ask(Target.pending(browsers, ann), Target.WRONG_CODE, "000002");
        // What is right takes none of the wrong ones back.
        assertThat(ask(guesser, ann.code(AN_HOUR), ann.code(AN_HOUR + 1)).status())
                .isEqualTo(200);
        guesser.enterCode(Target.WRONG_CODE);

        assertThat(ask(guesser, Target.WRONG_CODE, "000002").location()).isEqualTo("/login?codes");
        Target.assertOutside(guesser);
        assertThat(Target.pending(browsers, ann).enterCode(ann.code()).location())
                .isEqualTo("/login/code?error=wait");
    }

    @Test
    void pairsWhenAskedWhileTheAccountWaitsThenTheRightOneIsNotTold() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser first = Target.pending(browsers, ann);
        for (int i = 0; i < 5; i++) {
            first.enterCode(Target.WRONG_CODE);
        }
        TestBrowser guesser = Target.pending(browsers, ann);

        String right = words(ask(guesser, ann.code(AN_HOUR), ann.code(AN_HOUR + 1)));
        String wrong = words(ask(guesser, Target.WRONG_CODE, "000002"));

        assertThat(right).isEqualTo(wrong).startsWith("422").doesNotContain("ahead");
    }

    @Test
    void codesWhenOfAnotherAccountThenTellNothingAndStayItsOwners() {
        TestAccount ann = Target.victim(accounts);
        TestAccount mallory = accounts.withMfa("mallory");
        TestBrowser thief = Target.pending(browsers, mallory);

        assertTellsNothing(ask(thief, ann.code(), ann.code(1)));

        assertThat(Target.pending(browsers, ann).enterCode(ann.code()).location())
                .isEqualTo("/");
    }

    @Test
    void appWhenItIsSomebodyElsesThenCannotBeTested() {
        TestAccount ann = Target.victim(accounts);
        UUID app = jdbc.sql("select id from authenticator where account_id = :id")
                .param("id", ann.id())
                .query(UUID.class)
                .single();
        TestBrowser mallory = browsers.open().signIn(accounts.withMfa("mallory"));
        String url = "/preferences/authenticators/" + app + "/test";

        assertThat(mallory.get(url).status()).isEqualTo(404);
        assertThat(mallory.post(url, "first_code", ann.code(), "second_code", ann.code(1))
                        .status())
                .isEqualTo(404);

        assertThat(Target.pending(browsers, ann).enterCode(ann.code()).location())
                .isEqualTo("/");
    }

    @Test
    void pageWhenNoPasswordWasGivenThenIsShutAndSpendsNothing() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser visitor = browsers.open();

        assertThat(visitor.get(CLOCK).location()).isEqualTo("/login");
        assertThat(ask(visitor, ann.code(), ann.code(1)).location()).isEqualTo("/login");

        Target.assertOutside(visitor);
        assertThat(Target.pending(browsers, ann).enterCode(ann.code()).location())
                .isEqualTo("/");
    }

    @Test
    void codeWhenSentToThisPageAndToTheLoginAtOnceThenOneOfThemTakesIt() throws InterruptedException {
        TestAccount ann = Target.victim(accounts);
        for (int round = 0; round < 5; round++) {
            TestBrowser asking = Target.pending(browsers, ann);
            TestBrowser entering = Target.pending(browsers, ann);
            String pair = "first_code=" + ann.code() + "&second_code=" + ann.code(1) + "&_csrf=" + asking.token();
            String code = "confirmation_code=" + ann.code() + "&_csrf=" + entering.token();
            List<Callable<Boolean>> both = List.of(
                    () -> asking.postRaw(CLOCK, pair).status() == 200,
                    () -> "/".equals(entering.postRaw("/login/code", code).location()));

            assertThat(Race.between(both)).containsOnlyOnce(true);
            clock.pass(Duration.ofMinutes(5));
        }
    }
}
