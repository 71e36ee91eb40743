package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountService;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not end a session, and by what it is not found. */
@VestibuleTest
record OwnSessionControllerRefusedHttpTest(Browsers browsers, TestAccounts accounts, AccountService accountService) {
    private static final String OTHERS = "/preferences/sessions/end-others";
    private static final Pattern END = Pattern.compile("/preferences/sessions/([0-9a-f]{64})/end");

    private static List<String> urls(TestBrowser browser) {
        return END.matcher(browser.get("/preferences").body())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void endWhenTheSessionIsAnothersThenThereIsNothing(@WithPassword TestAccount kim) {
        TestBrowser hers = browsers.open().signIn(kim);
        String url = urls(browsers.open().signIn(kim)).get(0);
        TestBrowser eve = browsers.open().signIn(accounts.withPassword("eve"));

        assertThat(eve.post(url).status()).isEqualTo(404);
        assertThat(eve.post(OTHERS).status()).isEqualTo(303);

        assertThat(hers.isSignedIn()).isTrue();
    }

    @Test
    void endWhenTheAskingSessionIsPendingOrOverThenNothingIsEnded(@WithMfa TestAccount kim) {
        TestBrowser here = browsers.signedIn(kim);
        String url = urls(browsers.signedIn(kim)).get(0);
        TestBrowser pending = browsers.open();
        pending.enterPassword(kim);

        assertThat(pending.post(url).location()).isEqualTo("/login/code");
        assertThat(pending.post(OTHERS).location()).isEqualTo("/login/code");
        assertThat(browsers.open().post(OTHERS).location()).isEqualTo("/login");

        assertThat(here.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "%27",
                "%3Cb%3E",
                "%25",
                "%C3%A4",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "00000000-0000-0000-0000-000000000000"
            })
    void endWhenTheIdIsMadeUpThenThereIsNothing(String id, @WithPassword TestAccount kim) {
        TestBrowser here = browsers.open().signIn(kim);
        TestBrowser other = browsers.open().signIn(kim);

        assertThat(here.post("/preferences/sessions/" + id + "/end").status()).isIn(400, 404);
        assertThat(here.isSignedIn()).isTrue();
        assertThat(other.isSignedIn()).isTrue();
    }

    @Test
    void endWhenTheIdIsTamperedWithThenThereIsNothing(@WithPassword TestAccount kim) {
        TestBrowser other = browsers.open().signIn(kim);
        TestBrowser here = browsers.open().signIn(kim);
        String url = urls(here).get(0);
        String hash = url.split("/")[3];
        String cookie = other.cookies().get("SESSION");

        for (String id : List.of(
                hash.toUpperCase(Locale.ROOT),
                hash.substring(1),
                hash + "0",
                cookie,
                cookie.substring(0, cookie.indexOf('.')))) {
            assertThat(here.post("/preferences/sessions/" + id + "/end").status())
                    .as(id)
                    .isEqualTo(404);
        }
        assertThat(other.isSignedIn()).isTrue();
    }

    @Test
    void endWhenAskedByGetThenIsNotAllowed(@WithPassword TestAccount kim) {
        TestBrowser other = browsers.open().signIn(kim);
        TestBrowser here = browsers.open().signIn(kim);

        assertThat(here.get(urls(here).get(0)).status()).isEqualTo(405);
        assertThat(here.get(OTHERS).status()).isEqualTo(405);
        assertThat(other.isSignedIn()).isTrue();
    }

    @Test
    void endWhenTheAccountIsDisabledMeanwhileThenSaysThat(@WithPassword TestAccount kim) {
        TestBrowser here = browsers.open().signIn(kim);
        accountService.disable(kim.id());

        assertThat(here.post(OTHERS).location()).isEqualTo("/login?ended=disabled");
    }
}
