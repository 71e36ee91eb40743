package dev.vestibule.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountRepository;
import dev.vestibule.testing.Html;
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
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing in, and proving who one is, with a recovery code. */
@VestibuleTest
@ExtendWith(OutputCaptureExtension.class)
record RecoveryStepHttpTest(
        Browsers browsers,
        RecoveryCodes codes,
        AccountRepository accounts,
        SecondNode secondNode,
        TestClock clock,
        JdbcClient jdbc) {
    private static final String NONE_OF_THEM = "0000-0000-0000-0000";
    private static final String DISABLE = "/preferences/mfa/disable";

    private List<String> issue(TestAccount account) {
        return new TestRecovery(codes, accounts).issue(account);
    }

    private TestBrowser pending(TestAccount account) {
        TestBrowser browser = browsers.open();
        browser.enterPassword(account);
        return browser;
    }

    @Test
    void codeWhenRightThenOpensOnceAndSaysHowManyAreLeft(@WithMfa TestAccount ann) {
        String code = issue(ann).get(0);
        TestBrowser browser = browsers.open();
        browser.get("/preferences?after=");
        browser.enterPassword(ann);
        assertThat(browser.get("/login/code").says("href=\"/login/recovery\"")).isTrue();
        Page page = browser.get("/login/recovery");
        assertThat(page.body()).contains("href=\"/login/code\"", "autocomplete=\"off\"");
        assertThat(Html.of(page).hasField("remember_device")).isFalse();

        Page answer = browser.post(
                "/login/recovery",
                "recovery_code",
                code.toLowerCase(Locale.ROOT).replace('-', ' '),
                "remember_device",
                "on");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/preferences?after=&done=recovery-code");
        assertThat(answer.setCookies()).noneMatch(cookie -> cookie.contains("trusted_device"));
        assertThat(browser.follow(answer).says("You used a recovery code. 9 are left."))
                .isTrue();
        assertThat(browser.get("/preferences").body())
                .contains("Signed in", "With a recovery code.", "Recovery code used", "Codes left: 9.");
        browser.post("/logout");
        TestBrowser thief = pending(ann);
        assertThat(TestRecovery.enter(thief, code).location()).isEqualTo("/login/recovery?error=wrong");
        assertThat(thief.isSignedIn()).isFalse();
        assertThat(browsers.open().signIn(ann).get("/").says("with the password and a recovery code"))
                .isTrue();
    }

    @Test
    void codeWhenRefusedThenSaysWhyAtTheField(@WithMfa TestAccount ann) {
        issue(ann);
        TestBrowser browser = pending(ann);

        for (String typed : List.of("", ann.code(), "UUUU-UUUU-UUUU-UUUU")) {
            Page answer = TestRecovery.enter(browser, typed);
            assertThat(answer.location()).isEqualTo("/login/recovery?error=format");
            assertThat(Html.of(browser.follow(answer)).error("recovery_code").orElse(""))
                    .startsWith("A recovery code has sixteen");
        }
        Page wrong = browser.follow(TestRecovery.enter(browser, NONE_OF_THEM));
        assertThat(Html.of(wrong).title()).startsWith("Error: ");
        assertThat(Html.of(wrong).error("recovery_code").orElse("")).startsWith("That recovery code is not right.");
        assertThat(Html.of(wrong).value("recovery_code")).isEmpty();
        assertThat(Html.of(browser.get("/login/recovery?error=used")).title()).doesNotStartWith("Error");
        assertThat(browser.postRaw("/login/recovery", "_csrf=" + browser.token())
                        .location())
                .isEqualTo("/login/recovery?error=format");
    }

    @Test
    void codeWhenItIsAnothersThenIsWrongWhateverTheFormClaims(@WithMfa TestAccount ann, @WithMfa TestAccount bea) {
        issue(ann);
        String beas = issue(bea).get(0);
        TestBrowser browser = pending(ann);

        Page answer = browser.post(
                "/login/recovery",
                "recovery_code",
                beas,
                "username",
                bea.login(),
                "account",
                bea.id().toString());

        assertThat(answer.location()).isEqualTo("/login/recovery?error=wrong");
        assertThat(TestRecovery.enter(pending(bea), beas).location()).isEqualTo("/?done=recovery-code");
    }

    @Test
    void codeWhenNoPasswordCameBeforeOrTooLongAgoThenIsNotLookedAt(@WithMfa TestAccount ann) {
        String code = issue(ann).get(0);
        assertThat(TestRecovery.enter(browsers.open(), code).location()).isEqualTo("/login");
        TestBrowser browser = pending(ann);
        clock.pass(Duration.ofMinutes(10));

        assertThat(TestRecovery.enter(browser, code).location()).isEqualTo("/login?expired");
        assertThat(browser.get("/login/recovery").location()).isEqualTo("/login?expired");
        assertThat(codes.of(ann.id()).left()).isEqualTo(10);
    }

    @Test
    void wrongCodesWhenOfEitherKindThenCountTogetherAndUsedOnesToo(@WithMfa TestAccount ann) {
        List<String> set = issue(ann);
        TestRecovery.enter(pending(ann), set.get(0));
        TestBrowser browser = pending(ann);
        assertThat(browser.enterCode("000001").location()).isEqualTo("/login/code?error=wrong");
        assertThat(TestRecovery.enter(browser, set.get(0)).location()).isEqualTo("/login/recovery?error=wrong");
        assertThat(TestRecovery.enter(browser, "x").location()).isEqualTo("/login/recovery?error=format");
        assertThat(TestRecovery.enter(browser, NONE_OF_THEM).location()).isEqualTo("/login/recovery?error=wrong");
        assertThat(browser.enterCode("000001").location()).isEqualTo("/login/code?error=wrong");

        assertThat(TestRecovery.enter(browser, NONE_OF_THEM).location()).isEqualTo("/login?codes");

        browser.enterPassword(ann);
        Page waits = TestRecovery.enter(browser, set.get(1));
        assertThat(waits.location()).isEqualTo("/login/recovery?error=wait");
        assertThat(browser.follow(waits).says("Too many wrong codes. Try again"))
                .isTrue();
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/login/code?error=wait");
        assertThat(codes.of(ann.id()).left()).as("not consumed by the wait").isEqualTo(9);
        clock.pass(Duration.ofSeconds(30));
        assertThat(TestRecovery.enter(browser, set.get(1)).location()).isEqualTo("/?done=recovery-code");
    }

    @Test
    void codeWhenSentByManySessionsOnTwoNodesThenOneGetsIn(@WithMfa TestAccount ann) throws InterruptedException {
        String code = issue(ann).get(0);
        List<TestBrowser> pending = new ArrayList<>();
        List<Callable<String>> runners = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            TestBrowser browser = i % 2 == 0 ? browsers.open() : secondNode.open();
            browser.enterPassword(ann);
            pending.add(browser);
            String form = "recovery_code=" + code + "&_csrf=" + browser.token();
            runners.add(() ->
                    String.valueOf(browser.postRaw("/login/recovery", form).location()));
        }

        assertThat(Race.between(runners)).containsOnlyOnce("/?done=recovery-code");
        assertThat(pending.stream().filter(TestBrowser::isSignedIn)).hasSize(1);
    }

    @Test
    void codeWhenGivenAsAProofThenCountsAsACodeAndThePageTells(@WithMfa TestAccount ann) {
        List<String> set = issue(ann);
        TestBrowser browser = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(15));
        browser.get(DISABLE);
        browser.post("/login", "password", ann.password());
        assertThat(browser.get("/login/code?proof").says("href=\"/login/recovery?proof\""))
                .isTrue();
        Page page = browser.get("/login/recovery?proof");
        assertThat(page.body()).contains("Confirm it’s you", "href=\"/login/code?proof\"");
        Page wrong = TestRecovery.enter(browser, NONE_OF_THEM);
        assertThat(wrong.location()).isEqualTo("/login/recovery?proof&error=wrong");
        assertThat(Html.of(browser.follow(wrong)).error("recovery_code")).isPresent();

        Page done = TestRecovery.enter(browser, set.get(0));

        assertThat(done.location()).isEqualTo(DISABLE + "?done=recovery-code");
        assertThat(browser.follow(done).says("9 are left.")).isTrue();
        assertThat(browser.get("/login/recovery?proof").location())
                .as("nothing is owed")
                .isEqualTo("/");
    }

    @Test
    void codeWhenAFormLackedItThenThePageSaysThatToo(@WithMfa TestAccount ann) {
        List<String> set = issue(ann);
        TestBrowser browser = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(15));
        browser.post(DISABLE);
        browser.post("/login", "password", ann.password());

        Page done = TestRecovery.enter(browser, set.get(0));

        assertThat(done.location()).isEqualTo(DISABLE + "?done=again-recovery-code");
        assertThat(browser.follow(done).body()).contains("9 are left", "Nothing was changed yet.");
    }

    @Test
    void wrongCodeWhenItIsTheFifthOfAProofThenSignsOut(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(15));
        browser.get(DISABLE);
        browser.post("/login", "password", ann.password());
        for (int i = 0; i < 4; i++) {
            TestRecovery.enter(browser, NONE_OF_THEM);
        }

        assertThat(TestRecovery.enter(browser, NONE_OF_THEM).location()).isEqualTo("/login?codes");
        assertThat(browser.isSignedIn()).isFalse();
        assertThat(browser.cookies()).as("signed out, not sent back a step").doesNotContainKey("SESSION");
    }

    @Test
    void codesWhenUsedAndRefusedThenStandInNoLogNoSessionAndNoEvent(CapturedOutput output, @WithMfa TestAccount ann) {
        List<String> set = issue(ann);
        TestBrowser browser = pending(ann);
        TestRecovery.enter(browser, set.get(0) + "0");
        TestRecovery.enter(browser, NONE_OF_THEM.substring(1) + "Q");
        TestRecovery.enter(browser, set.get(1));

        String stored = jdbc.sql("""
                select coalesce((select string_agg(s::text, '') from session s), '')
                    || coalesce((select string_agg(e::text, '') from audit_event e), '')
                    || coalesce((select string_agg(r::text, '') from recovery_code r), '')""").query(String.class).single();
        for (String code : set) {
            String secret = code.substring(5);
            assertThat(stored).doesNotContain(secret, secret.replace("-", ""));
            assertThat(output.getAll()).doesNotContain(secret, secret.replace("-", ""));
        }
    }
}
