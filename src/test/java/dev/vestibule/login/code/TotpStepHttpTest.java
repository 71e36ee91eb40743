package dev.vestibule.login.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the code step makes of what is typed, and for how long. */
@VestibuleTest
record TotpStepHttpTest(Browsers browsers, TestAccounts accounts, TestClock clock, Parameters parameters) {
    @AfterEach
    void tidy() {
        parameters.reset(Parameter.CHALLENGE_MINUTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "12345",
                "1234567",
                "12345a",
                "abcdef",
                "+12345",
                "0x1234",
                "一二三四五六",
                "12345\0",
                "123456\0",
                "\0",
                "<b>12"
            })
    void codeWhenNotSixDigitsThenSaysSo(String typed) {
        assertThat(pending().enterCode(typed).location()).isEqualTo("/login/code?error=format");
    }

    @Test
    void codeWhenAThousandCharactersOrMissingThenSaysSo() {
        TestBrowser browser = pending();

        assertThat(browser.enterCode("1".repeat(1000)).location()).isEqualTo("/login/code?error=format");
        assertThat(browser.post("/login/code").location()).isEqualTo("/login/code?error=format");
    }

    @Test
    void codeWhenTheFieldIsDoubledThenRefusedAndNotSpent(@WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);
        String field = "confirmation_code=" + ann.code();

        assertThat(browser.postRaw("/login/code", field + "&" + field + "&_csrf=" + browser.token())
                        .status())
                .isEqualTo(400);
        assertThat(browser.postRaw("/login/code?" + field, field + "&_csrf=" + browser.token())
                        .status())
                .isEqualTo(400);
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s %s", " %s%s ", "%s\u00a0%s", "%s\t%s\r\n", "%s\u2009%s"})
    void codeWhenPastedWithSpacesThenAcceptedOnce(String pasted, @WithMfa TestAccount ann) {
        String code = ann.code();
        String spaced = pasted.formatted(code.substring(0, 3), code.substring(3));
        TestBrowser browser = browsers.open();
        TestBrowser second = browsers.open();
        browser.enterPassword(ann);
        second.enterPassword(ann);

        assertThat(browser.enterCode(spaced).location()).isEqualTo("/");
        assertThat(second.enterCode(code).location()).isEqualTo("/login/code?error=used");
        assertThat(second.enterCode(code + " ").location()).isEqualTo("/login/code?error=used");
    }

    @Test
    void codeWhenOfTheStepBesideThenAcceptedAndNoneOlderAfterwards(@WithMfa TestAccount ann) {
        assertThat(enter(ann, ann.code(-2))).isEqualTo("/login/code?error=wrong");
        assertThat(enter(ann, ann.code(2))).isEqualTo("/login/code?error=wrong");
        assertThat(enter(ann, ann.code(1))).isEqualTo("/");
        assertThat(enter(ann, ann.code())).isEqualTo("/login/code?error=used");
        assertThat(enter(ann, ann.code(-1))).isEqualTo("/login/code?error=used");
    }

    @Test
    void codeWhenRefusedThenTheTickSurvivesAndTheCodeIsNotShownAgain() {
        TestBrowser browser = pending();

        Page answer = browser.post("/login/code", "confirmation_code", "000001", "remember_device", "on");
        assertThat(answer.location()).isEqualTo("/login/code?error=wrong&remember_device=on");
        Page page = browser.follow(answer);

        assertThat(page.body()).containsPattern("<input[^>]*name=\"remember_device\"[^>]*checked");
        assertThat(page.body()).contains("<title>Error:").doesNotContain("000001");
        assertThat(browser.get("/login/code").body()).doesNotContain("checked");
        assertThat(browser.get("/login/code?error=wait").body()).doesNotContain("Error:");
    }

    @Test
    void stepWhenItsTimeIsOverThenThePasswordIsAskedAgainAndTheCodeNotSpent(
            @WithMfa TestAccount ann, TestBrowser browser) {
        browser.get("/preferences");
        browser.enterPassword(ann);

        clock.pass(Duration.ofMinutes(10).minusMillis(1));
        assertThat(browser.enterCode("12345").location()).isEqualTo("/login/code?error=format");
        clock.pass(Duration.ofMillis(1));
        String code = ann.code();
        assertThat(browser.enterCode(code).location()).isEqualTo("/login?expired");
        assertThat(browser.get("/login?expired").body()).contains(ann.login());

        browser.enterPassword(ann);
        assertThat(browser.enterCode(code).location()).isEqualTo("/preferences");
    }

    @Test
    void stepWhenItsParameterChangesThenObeysAtOnce(@WithMfa TestAccount ann, TestBrowser browser) {
        browser.enterPassword(ann);
        clock.pass(Duration.ofMinutes(3));

        parameters.set(Parameter.CHALLENGE_MINUTES, 3);
        assertThat(browser.enterCode(ann.code()).location()).isEqualTo("/login?expired");
        assertThat(browser.get("/login/code").location()).isEqualTo("/login?expired");

        parameters.set(Parameter.CHALLENGE_MINUTES, 4);
        assertThat(browser.get("/login/code").status()).isEqualTo(200);
    }

    @Test
    void stepWhenItsPageIsLoadedAgainThenTheTimeRunsOn() {
        TestBrowser browser = pending();
        for (int minute = 0; minute < 10; minute++) {
            assertThat(browser.get("/login/code").status()).isEqualTo(200);
            clock.pass(Duration.ofMinutes(1));
        }

        assertThat(browser.get("/login/code").location()).isEqualTo("/login?expired");
    }

    private TestBrowser pending() {
        TestBrowser browser = browsers.open();
        browser.enterPassword(accounts.withMfa("ann"));
        return browser;
    }

    private String enter(TestAccount account, String code) {
        TestBrowser browser = browsers.open();
        browser.enterPassword(account);
        return browser.enterCode(code).location();
    }
}
