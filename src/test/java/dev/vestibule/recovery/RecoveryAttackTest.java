package dev.vestibule.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Race;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recovery codes that are another user's, replaced, used concurrently or guessed. */
@Tag("attack")
@VestibuleTest
record RecoveryAttackTest(Browsers browsers, TestAccounts accounts, TestClock clock, SecondNode secondNode) {
    private static final String NONE_OF_THEM = "0000-0000-0000-0000";
    private static final String CODES = "/preferences/recovery-codes";
    private static final Pattern CODE = Pattern.compile("<code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code>");

    /** A new set, as the browser shows it to whoever has just signed in there. */
    private static List<String> make(TestBrowser signedIn) {
        List<String> set = CODE.matcher(signedIn.post(CODES).body())
                .results()
                .map(code -> code.group(1))
                .toList();
        assertThat(set).hasSize(10).doesNotHaveDuplicates();
        return set;
    }

    private List<String> setOf(TestAccount account) {
        List<String> set = make(browsers.open().signIn(account));
        clock.passWindow();
        return set;
    }

    private static String enter(TestBrowser browser, String code) {
        return String.valueOf(
                browser.post("/login/recovery", "recovery_code", code).location());
    }

    private void assertOpens(TestAccount account, String code) {
        assertThat(enter(Target.pending(browsers, account), code)).startsWith("/?done=recovery-code");
    }

    @Test
    void codeWhenItIsTheAttackersOwnThenIsWorthNothingForAnotherAccount() {
        TestAccount ann = Target.victim(accounts);
        setOf(ann);
        TestAccount mallory = accounts.withMfa("mallory");
        List<String> own = setOf(mallory);
        TestBrowser thief = Target.pending(browsers, ann);

        for (String code : own.subList(0, 2)) {
            Page answer = thief.post(
                    "/login/recovery",
                    "recovery_code",
                    code,
                    "username",
                    mallory.login(),
                    "account_id",
                    mallory.id().toString());
            assertThat(answer.location()).isEqualTo("/login/recovery?error=wrong");
        }

        Target.assertOutside(thief);
        assertOpens(mallory, own.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"as it is", "in lower case", "without dashes", "with spaces", "with letters for digits"})
    void codeWhenUsedThenIsWorthNothingHoweverItIsWritten(String how) {
        TestAccount ann = Target.victim(accounts);
        String code = setOf(ann).stream()
                .filter(text -> text.contains("0") || text.contains("1"))
                .findFirst()
                .orElseThrow();
        String written = switch (how) {
            case "in lower case" -> code.toLowerCase(Locale.ROOT);
            case "without dashes" -> code.replace("-", "");
            case "with spaces" -> "  " + code.replace('-', ' ') + "\t";
            case "with letters for digits" -> code.replace('0', 'o').replace('1', 'l');
            default -> code;
        };
        assertOpens(ann, written);
        TestBrowser thief = Target.pending(browsers, ann);

        assertThat(enter(thief, written)).isEqualTo("/login/recovery?error=wrong");
        assertThat(enter(thief, code)).isEqualTo("/login/recovery?error=wrong");
        Target.assertOutside(thief);
    }

    @Test
    void codeWhenSentByManySessionsOnTwoNodesAtOnceThenOneGetsIn() throws InterruptedException {
        TestAccount ann = Target.victim(accounts);
        String code = setOf(ann).get(0);
        List<TestBrowser> thieves = new ArrayList<>();
        List<Callable<String>> tries = new ArrayList<>();
        // As many as are looked at: the fifth wrong one in a row would end its step.
        for (int i = 0; i < 4; i++) {
            TestBrowser thief = i % 2 == 0 ? browsers.open() : secondNode.open();
            thief.enterPassword(ann);
            thieves.add(thief);
            String form = "recovery_code=" + code + "&_csrf=" + thief.token();
            tries.add(
                    () -> String.valueOf(thief.postRaw("/login/recovery", form).location()));
        }

        assertThat(Race.between(tries)).containsOnlyOnce("/?done=recovery-code");
        assertThat(thieves).filteredOn(TestBrowser::isSignedIn).hasSize(1);
    }

    @Test
    void codeWhenOnlyAPartOfItIsRightThenOpensNothingAndNoneIsSpent() {
        TestAccount ann = Target.victim(accounts);
        List<String> set = setOf(ann);
        String one = set.get(0);
        String other = set.get(1);
        TestBrowser thief = Target.pending(browsers, ann);

        assertThat(enter(thief, one.substring(0, 4) + other.substring(4))).endsWith("error=wrong");
        assertThat(enter(thief, one.substring(0, 15) + NONE_OF_THEM.substring(15)))
                .endsWith("error=wrong");
        assertThat(enter(thief, NONE_OF_THEM.substring(0, 4) + one.substring(4)))
                .endsWith("error=wrong");
        assertThat(enter(thief, one.substring(0, 4))).endsWith("error=format");
        assertThat(enter(thief, one + one)).endsWith("error=format");

        Target.assertOutside(thief);
        assertOpens(ann, one);
        assertOpens(ann, other);
    }

    @Test
    void codesWhenGuessedThenCountWithThoseOfTheAppsAndNeitherGetsMore() {
        TestAccount ann = Target.victim(accounts);
        List<String> set = setOf(ann);
        for (int i = 0; i < 2; i++) {
            assertThat(enter(Target.pending(browsers, ann), NONE_OF_THEM)).endsWith("error=wrong");
            assertThat(Target.pending(browsers, ann)
                            .enterCode(Target.WRONG_CODE)
                            .location())
                    .endsWith("error=wrong");
        }
        TestBrowser guesser = Target.pending(browsers, ann);

        assertThat(enter(guesser, NONE_OF_THEM)).isEqualTo("/login?codes");
        assertThat(enter(guesser, set.get(0))).isEqualTo("/login?expired");
        Target.assertOutside(guesser);
        assertThat(Target.pending(browsers, ann).enterCode(ann.code()).location())
                .isEqualTo("/login/code?error=wait");
    }

    @Test
    void codesWhenGuessedWhileTheAccountWaitsThenTheRightOneIsNotToldAndNotSpent() {
        TestAccount ann = Target.victim(accounts);
        List<String> set = setOf(ann);
        TestBrowser first = Target.pending(browsers, ann);
        for (int i = 0; i < 5; i++) {
            enter(first, NONE_OF_THEM);
        }
        TestBrowser guesser = Target.pending(browsers, ann);

        assertThat(enter(guesser, set.get(0)))
                .isEqualTo(enter(guesser, NONE_OF_THEM))
                .isEqualTo("/login/recovery?error=wait");
        clock.pass(Duration.ofSeconds(30));
        assertOpens(ann, set.get(0));
    }

    @Test
    void codeWhenNoPasswordWasGivenThenReplacesNoneAndIsNotSpent() {
        TestAccount ann = Target.victim(accounts);
        String code = setOf(ann).get(0);
        TestBrowser visitor = browsers.open();

        assertThat(enter(visitor, code)).isEqualTo("/login");
        assertThat(visitor.post("/login", "username", ann.login(), "password", code)
                        .location())
                .isEqualTo("/login?error");
        assertThat(visitor.post("/login", "username", ann.login(), "password", "", "recovery_code", code)
                        .location())
                .isEqualTo("/login?error");
        assertThat(Target.pending(browsers, ann).enterCode(code).location()).isEqualTo("/login/code?error=format");

        Target.assertOutside(visitor);
        assertOpens(ann, code);
    }

    @Test
    void codeWhenOfAnOldSetThenIsWorthNothing() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser owner = browsers.open().signIn(ann);
        String stolen = make(owner).get(0);
        List<String> fresh = make(owner);

        TestBrowser thief = Target.pending(browsers, ann);
        assertThat(enter(thief, stolen)).isEqualTo("/login/recovery?error=wrong");
        Target.assertOutside(thief);
        assertOpens(ann, fresh.get(0));
    }

    @Test
    void codeWhenMfaWentOffAndOnThenIsWorthNothing() {
        TestAccount ann = Target.victim(accounts);
        String stolen = setOf(ann).get(0);
        TestBrowser owner = browsers.open().signIn(ann);
        owner.post("/preferences/mfa/disable");
        clock.passWindow();
        owner.post("/preferences/mfa/enable", "confirmation_code", ann.code());

        TestBrowser thief = Target.pending(browsers, ann);
        assertThat(enter(thief, stolen)).isEqualTo("/login/recovery?error=wrong");
        Target.assertOutside(thief);
    }

    @Test
    void setWhenMadeByWhoLacksACodeThenIsNotAndTheOldOneStays() {
        TestAccount ann = Target.victim(accounts);
        List<String> set = setOf(ann);
        TestBrowser pending = Target.pending(browsers, ann);
        TestBrowser trusted = Target.trusted(browsers, ann);

        assertThat(pending.post(CODES).location()).isEqualTo("/login/code");
        assertThat(trusted.get(CODES).location()).isEqualTo("/login/code?proof");
        assertThat(trusted.post(CODES).location()).isEqualTo("/login/code?proof");

        assertOpens(ann, set.get(0));
    }

    @Test
    void setWhenItWasShownThenIsNeverShownAgain() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = browsers.open().signIn(ann);
        List<String> set = make(browser);

        for (String page : List.of(CODES, "/preferences", "/")) {
            for (String code : set) {
                assertThat(browser.get(page).body()).doesNotContain(code, code.replace("-", ""));
            }
        }
    }

    @Test
    void codeWhenItsFormAsksToRememberTheBrowserThenTheNextSignInIsAskedAgain() {
        TestAccount ann = Target.victim(accounts);
        String code = setOf(ann).get(0);
        TestBrowser thief = Target.pending(browsers, ann);
        thief.post("/login/recovery", "recovery_code", code, "remember_device", "on");
        assertThat(thief.isSignedIn()).isTrue();
        thief.post("/logout");

        assertThat(thief.enterPassword(ann).location()).isEqualTo("/login/code");
    }
}
