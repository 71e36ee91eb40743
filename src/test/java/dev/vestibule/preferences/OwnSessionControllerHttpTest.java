package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of one's sessions, and the end of them. */
@VestibuleTest
record OwnSessionControllerHttpTest(Browsers browsers, SecondNode second, TestClock clock) {
    private static final String MAC =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String OTHERS = "/preferences/sessions/end-others";
    private static final Pattern END = Pattern.compile("/preferences/sessions/([0-9a-f]{64})/end");

    private static List<String> urls(TestBrowser browser) {
        return END.matcher(browser.get("/preferences").body())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** What the page says of its sessions, one text each, without markup. */
    private static List<String> entries(TestBrowser browser) {
        String body = browser.get("/preferences").body();
        String section = body.substring(body.indexOf("id=\"sessions\""));
        section = section.substring(0, section.indexOf("</section>"));
        return Pattern.compile("(?s)<li>.*?</li>")
                .matcher(section)
                .results()
                .map(li -> li.group()
                        .replaceAll("<[^>]*>", " ")
                        .replaceAll("\\s+", " ")
                        .strip())
                .toList();
    }

    @Test
    void listWhenThereAreSeveralThenTellsThemApart(@WithMfa TestAccount kim) {
        TestBrowser here = browsers.signedIn(kim);
        TestBrowser remembered = browsers.open().with("User-Agent", MAC);
        remembered.enterPassword(kim);
        remembered.post("/login/code", "confirmation_code", kim.code(), "remember_device", "on");
        remembered.post("/logout");
        remembered.enterPassword(kim);
        clock.pass(Duration.ofMinutes(3));
        browsers.open().with("User-Agent", "x").enterPassword(kim);

        List<String> entries = entries(here);

        assertThat(entries).hasSize(3);
        assertThat(entries)
                .filteredOn(entry -> entry.contains("This session"))
                .singleElement()
                .asString()
                .startsWith("Firefox on Linux")
                .contains("Opened with the password and a code", "Signed in 4 minutes ago", "127.0.0.1")
                .doesNotContain("Waiting", "Last seen", "End");
        assertThat(entries)
                .filteredOn(entry -> entry.contains("Mac OS X"))
                .singleElement()
                .asString()
                .contains("Opened with the password, on a trusted device", "Last seen 3 minutes ago", "End");
        assertThat(entries)
                .filteredOn(entry -> entry.contains("Unknown browser"))
                .singleElement()
                .asString()
                .contains("Waiting for a code", "Password accepted", "End")
                .doesNotContain("Opened");
    }

    @Test
    void listWhenASessionIsOverThenLeavesItOut(@WithMfa TestAccount kim) {
        TestBrowser forgotten = browsers.signedIn(kim);
        TestBrowser pending = browsers.open();
        pending.enterPassword(kim);
        clock.pass(Duration.ofMinutes(50));
        TestBrowser out = browsers.signedIn(kim);
        out.post("/logout");
        TestBrowser here = browsers.signedIn(kim);
        assertThat(entries(here)).as("the code came too late for one").hasSize(2);

        clock.pass(Duration.ofMinutes(10));

        assertThat(entries(here)).singleElement().asString().contains("This session");
        assertThat(here.get("/preferences").says("You are signed in here and nowhere else."))
                .isTrue();
        assertThat(forgotten.isSignedIn()).isFalse();
    }

    @Test
    void pageWhenShownThenHoldsNoSessionId(@WithPassword TestAccount kim) {
        TestBrowser other = browsers.signedIn(kim);
        TestBrowser here = browsers.signedIn(kim);

        String body = here.get("/preferences").body();

        for (TestBrowser browser : List.of(other, here)) {
            String cookie = browser.cookies().get("SESSION");
            assertThat(body).doesNotContain(cookie.substring(0, cookie.indexOf('.')));
        }
    }

    @Test
    void endWhenOneIsEndedThenItIsOverOnEveryNodeAndTheOthersStay(@WithPassword TestAccount kim) {
        TestBrowser lost = browsers.open().with("User-Agent", MAC).signIn(kim);
        TestBrowser third = browsers.open().signIn(kim);
        TestBrowser here = browsers.open().signIn(kim);
        String page = here.get("/preferences").body();
        int mac = page.indexOf("Mac OS X", page.indexOf("id=\"sessions\""));
        var url = END.matcher(page);
        assertThat(url.find(mac)).isTrue();

        Page answer = here.post(url.group());

        assertThat(answer.location()).isEqualTo("/preferences?done=session-ended");
        assertThat(here.follow(answer).says("The session is ended.")).isTrue();
        assertThat(lost.at(second.port()).get("/").location()).isEqualTo("/login?ended");
        assertThat(third.at(second.port()).get("/").status()).isEqualTo(200);
        assertThat(entries(here)).hasSize(2);
        assertThat(third.post(OTHERS).location())
                .as("and may do all it could")
                .isEqualTo("/preferences?done=sessions-ended");
        assertThat(here.get("/").location()).isEqualTo("/login?ended=others");
    }

    @Test
    void endWhenItIsOnesOwnThenThisSessionIsOver(@WithPassword TestAccount kim) {
        TestBrowser other = browsers.open().signIn(kim);
        TestBrowser here = browsers.open().signIn(kim);
        String own = urls(other).get(0);

        assertThat(here.follow(here.post(own)).location()).isEqualTo("/login?ended");
        assertThat(other.isSignedIn()).isTrue();
    }

    @Test
    void endOthersWhenPressedThenAllButThisOneAreOverAndAreTold(@WithMfa TestAccount kim) {
        TestBrowser other = browsers.signedIn(kim);
        TestBrowser pending = second.open();
        pending.enterPassword(kim);
        TestBrowser here = browsers.signedIn(kim);
        TestBrowser copy = here.copy();

        Page answer = here.post(OTHERS);

        assertThat(answer.location()).isEqualTo("/preferences?done=sessions-ended");
        assertThat(here.follow(answer).says("All your other sessions are ended."))
                .isTrue();
        assertThat(other.at(second.port()).get("/").location()).isEqualTo("/login?ended=others");
        assertThat(other.follow(pending.enterCode(kim.code())).says("This session was ended from another device."))
                .isTrue();
        assertThat(copy.isSignedIn()).as("a copy of this one's cookie").isFalse();
        assertThat(entries(here)).hasSize(1);
        assertThat(here.at(second.port()).isSignedIn()).isTrue();
    }

    @Test
    void endOthersWhenADeviceIsTrustedThenTheDeviceStays(@WithMfa TestAccount kim, TestBrowser trusted) {
        trusted.enterPassword(kim);
        trusted.post("/login/code", "confirmation_code", kim.code(), "remember_device", "on");
        clock.passWindow();

        browsers.signedIn(kim).post(OTHERS);

        assertThat(trusted.get("/").location()).isEqualTo("/login?ended=others");
        assertThat(trusted.enterPassword(kim).location()).isEqualTo("/");
    }
}
