package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Html;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A new set of recovery codes is shown once, by the answer to the form, and voids the one before. */
@VestibuleTest
record OwnRecoveryCodeControllerHttpTest(Browsers browsers, TestAccounts accounts, TestClock clock) {
    private static final String URL = "/preferences/recovery-codes";
    private static final Pattern CODE =
            Pattern.compile("<code>(([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4})</code>");
    private static final Pattern FILE = Pattern.compile("href=\"data:text/plain;charset=utf-8,([^\"]*)\"");

    private static List<String> codes(Page page) {
        return CODE.matcher(page.body()).results().map(code -> code.group(1)).toList();
    }

    private static Page enter(TestBrowser browser, TestAccount account, String code) {
        browser.enterPassword(account);
        return browser.post("/login/recovery", "recovery_code", code);
    }

    @Test
    void setWhenMadeThenIsShownOnceWithAFileOfTheSame(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        assertThat(browser.get(URL).body()).contains("None left").doesNotContain("Your recovery codes stop working.");

        Page answer = browser.post(URL);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        List<String> codes = codes(answer);
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(answer.body())
                .contains(
                        "Recovery codes for " + ann.login() + " at My Company",
                        "Created on ",
                        "data-copy=\"recovery-codes\"",
                        "data-print",
                        "download=\"recovery-codes.txt\"");
        String file = FILE.matcher(answer.body())
                .results()
                .map(link -> URLDecoder.decode(link.group(1), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
        assertThat(file.lines().skip(3)).containsExactlyElementsOf(codes);
        assertThat(file).startsWith("Recovery codes for " + ann.login());
        for (String page : List.of(URL, "/preferences", "/")) {
            assertThat(codes(browser.get(page))).as(page).isEmpty();
        }
        assertThat(browser.get(URL).body()).contains("10 left", "Your recovery codes stop working.");
    }

    @Test
    void setWhenMadeAnewThenTheOldOneIsVoid(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        String old = codes(browser.post(URL)).get(0);

        String fresh = codes(browser.post(URL)).get(0);

        assertThat(enter(browsers.open(), ann, old).location()).isEqualTo("/login/recovery?error=wrong");
        assertThat(enter(browsers.open(), ann, fresh).location()).isEqualTo("/?done=recovery-code");
    }

    @Test
    void setWhenAlmostUsedUpThenHomeWarnsAndNoPageComesBetween(@WithMfa TestAccount ann) {
        TestBrowser owner = browsers.open().signIn(ann);
        assertThat(owner.get("/").says("You have no recovery codes.")).isTrue();
        List<String> codes = codes(owner.post(URL));
        for (int used = 0; used < 6; used++) {
            assertThat(enter(browsers.open(), ann, codes.get(used)).location()).isEqualTo("/?done=recovery-code");
        }
        assertThat(owner.get("/").says("banner warning")).isFalse();

        enter(browsers.open(), ann, codes.get(6));

        Page home = owner.get("/");
        assertThat(home.body()).contains("Only 3 recovery codes are left.", "href=\"" + URL + "\"");
        owner.post(URL);
        assertThat(owner.get("/").says("recovery codes are left")).isFalse();
    }

    @Test
    void setWhenMfaIsOffThenThePageSaysWhyAndNoneIsMade() {
        TestBrowser browser = browsers.open().signIn(accounts.withPassword("ann"));

        Page page = browser.get(URL);

        assertThat(page.says("without two-step sign-in you are not asked for codes"))
                .isTrue();
        assertThat(Html.of(page).hasButton()).isFalse();
        Page answer = browser.post(URL);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(codes(answer)).isEmpty();
        assertThat(browser.get("/").says("You have no recovery codes")).isFalse();
    }

    @Test
    void setWhenAskedForWithoutAFreshProofThenIsNotMade(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(15));

        assertThat(browser.get(URL).location()).isEqualTo("/login?proof");
        Page asked = browser.post(URL);

        assertThat(asked.location()).isEqualTo("/login?proof");
        assertThat(codes(browser.follow(asked))).isEmpty();
        Page proved = browser.prove(ann, asked);
        assertThat(proved.location()).isEqualTo(URL + "?done=again");
        assertThat(browser.follow(proved).says("None left")).isTrue();
    }

    @Test
    void setWhenOnlyThePasswordWasGivenThenIsOutOfReach(@WithMfa TestAccount ann) {
        browsers.open().signIn(ann).post(URL);
        TestBrowser pending = browsers.open();
        pending.enterPassword(ann);
        String token = Html.of(pending.get("/login/code")).value("_csrf");

        assertThat(pending.get(URL).location()).isEqualTo("/login/code");
        Page answer = pending.post(URL, "_csrf", token);
        assertThat(answer.location()).isEqualTo("/login/code");
        assertThat(codes(answer)).isEmpty();
    }

    @Test
    void setWhenMfaIsSwitchedOffAndOnThenThereIsNone(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        String code = codes(browser.post(URL)).get(0);
        browser.post("/preferences/mfa/disable");
        clock.passWindow();
        browser.post("/preferences/mfa/enable", "confirmation_code", ann.code());

        assertThat(browser.get("/").says("You have no recovery codes.")).isTrue();
        assertThat(enter(browsers.open(), ann, code).location()).isEqualTo("/login/recovery?error=wrong");
    }
}
