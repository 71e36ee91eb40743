package dev.vestibule.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Html;
import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** "This wasn't me" puts everybody else out, and leads to a new password. */
@VestibuleTest
record NotMeHttpTest(Browsers browsers, TestClock clock, SecondNode second, JdbcClient jdbc) {
    private static String firstNotice(TestBrowser browser) {
        return TestNotices.of(browser).notMe().get(0);
    }

    @Test
    void pageWhenOpenedThenSaysWhatWillHappenAndChangesNothing(@WithMfa TestAccount ann) {
        TestBrowser here = browsers.signedIn(ann);
        TestBrowser thief = browsers.signedIn(ann);

        Page page = here.get(firstNotice(here));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Signed in from a new browser", "All your other sessions end.");
        assertThat(Html.of(page).hasForm(firstNotice(here))).isTrue();
        assertThat(thief.isSignedIn()).isTrue();
    }

    @Test
    void notMeWhenPressedThenEndsAllOtherSessionsAndDevicesAndLeadsToANewPassword(@WithMfa TestAccount ann) {
        TestBrowser here = browsers.signedIn(ann);
        TestBrowser thief = browsers.open();
        thief.enterPassword(ann);
        thief.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
        clock.passWindow();
        TestBrowser copy = here.copy();

        Page done = here.post(firstNotice(here));

        assertThat(done.status()).isEqualTo(303);
        assertThat(done.location()).isEqualTo("/preferences/password?done=not-me");
        assertThat(here.follow(done).body()).contains("Now choose a new password", "name=\"new_password\"");
        assertThat(thief.get("/").location()).isEqualTo("/login?ended=others");
        assertThat(thief.enterPassword(ann).location()).isEqualTo("/login/code");
        assertThat(copy.get("/").location())
                .as("a copy of this session's cookie")
                .isEqualTo("/login?ended");
        assertThat(thief.at(second.port()).get("/").location()).startsWith("/login");
        assertThat(jdbc.sql("select count(*) from trusted_device where account_id = :ann")
                        .param("ann", ann.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void notMeWhenPressedThenItsNoticeIsRead(@WithPassword TestAccount ann) {
        TestBrowser here = browsers.signedIn(ann);
        browsers.signedIn(ann);
        String notice = firstNotice(here);

        here.post(notice);

        assertThat(TestNotices.of(here).titles()).isEmpty();
        assertThat(here.get(notice).status()).as("and can be opened again").isEqualTo(200);
    }

    @Test
    void notMeWhenItIsAnothersNoticeThenThereIsNone(@WithPassword TestAccount ann, @WithPassword TestAccount bob) {
        TestBrowser here = browsers.signedIn(ann);
        TestBrowser there = browsers.signedIn(ann);
        String notice = firstNotice(here);
        TestBrowser stranger = browsers.signedIn(bob);

        assertThat(stranger.get(notice).status()).isEqualTo(404);
        assertThat(stranger.post(notice).status()).isEqualTo(404);

        assertThat(there.isSignedIn()).isTrue();
        assertThat(stranger.get("/notices/x/not-me").status()).isEqualTo(404);
        assertThat(stranger.get("/notices/99999999999999999999/not-me").status())
                .isEqualTo(404);
    }

    @Test
    void notMeWhenTheCodeIsStillToComeThenNothingHappens(@WithMfa TestAccount ann) {
        TestBrowser here = browsers.signedIn(ann);
        TestBrowser there = browsers.signedIn(ann);
        String notice = firstNotice(here);
        TestBrowser pending = browsers.open();
        pending.enterPassword(ann);

        assertThat(pending.get(notice).location()).isEqualTo("/login/code");
        assertThat(pending.post(notice, "_csrf", pending.token()).location()).isEqualTo("/login/code");

        assertThat(there.isSignedIn()).isTrue();
    }

    @Test
    void notMeWhenTheSessionHasEndedMeanwhileThenDoesNothingMore(@WithPassword TestAccount ann) {
        TestBrowser here = browsers.signedIn(ann);
        TestBrowser there = browsers.signedIn(ann);
        String notice = firstNotice(here);
        String token = here.token();
        there.post("/preferences/sessions/end-others");

        assertThat(here.post(notice, "_csrf", token).location()).startsWith("/login?ended");

        assertThat(there.isSignedIn()).isTrue();
    }
}
