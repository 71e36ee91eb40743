package dev.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The session's cookie: its id says nothing without the MAC beside it. */
@VestibuleTest
record SessionCookieHttpTest(Browsers browsers, SecondNode second, TestAccounts accounts, JdbcClient jdbc) {
    @Test
    void cookieWhenGivenThenOfThisSiteAloneAndForThisBrowserSession() {
        Page answer = browsers.open().enterPassword(accounts.withPassword("ann"));

        assertThat(answer.setCookies())
                .filteredOn(cookie -> cookie.startsWith("SESSION="))
                .singleElement()
                .asString()
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain", "Max-Age", "Expires", "Secure");
    }

    @Test
    void cookieWhenItsMacIsNotThatOfTheIdThenOpensNothing(@WithPassword TestAccount ann) {
        TestBrowser owner = browsers.open().signIn(ann);
        String cookie = owner.cookies().get("SESSION");
        String id = cookie.substring(0, cookie.indexOf('.'));
        String mac = cookie.substring(cookie.indexOf('.') + 1);
        TestBrowser other = browsers.open().signIn(accounts.withPassword("eve"));
        String foreignMac = other.cookies().get("SESSION").replaceFirst("^[^.]*\\.", "");

        assertVisitor(id);
        assertVisitor(id + ".");
        assertVisitor(id + "." + foreignMac);
        assertVisitor(id + "." + mac.substring(1));
        assertVisitor(id + "." + (mac.charAt(0) == 'A' ? 'B' : 'A') + mac.substring(1));
        assertVisitor(id + "." + mac + "." + mac);
        assertVisitor("." + mac);
        assertVisitor(id + ".%%%");
        assertVisitor("");
        assertThat(owner.isSignedIn()).isTrue();
    }

    private void assertVisitor(String cookie) {
        TestBrowser thief = browsers.open();
        thief.cookies().put("SESSION", cookie);
        // Not even "your session has ended": that would tell a forger which ids there are.
        assertThat(thief.get("/").location()).as(cookie).isEqualTo("/login");
    }

    @Test
    void cookieWhenOfASessionThatIsGoneThenSaysSoOnce(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        jdbc.sql("delete from session where account_id = :id")
                .param("id", ann.id())
                .update();

        assertThat(browser.get("/preferences").location()).isEqualTo("/login?ended");
        assertThat(browser.cookies()).doesNotContainKey("SESSION");
        assertThat(browser.get("/preferences").location()).isEqualTo("/login");
        assertThat(browser.enterPassword(ann).location()).isEqualTo("/preferences");
    }

    @Test
    void cookieWhenSentToAnotherNodeThenTheSameSession(@WithMfa TestAccount ann, TestBrowser first) {
        first.enterPassword(ann);

        TestBrowser other = first.at(second.port());
        assertThat(other.enterCode(ann.code()).location()).isEqualTo("/");

        assertThat(first.isSignedIn()).isTrue();
        assertThat(other.isSignedIn()).isTrue();
    }

    @Test
    void logoutWhenOnOneNodeThenOnBoth(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        TestBrowser thief = browser.copy();
        TestBrowser elsewhere = browsers.open();
        elsewhere.signIn(accounts.withPassword("bea"));

        Page answer = browser.post("/logout");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/login?logout");
        assertThat(browser.cookies()).doesNotContainKey("SESSION");
        assertThat(browser.get("/").location()).isEqualTo("/login");
        assertThat(thief.at(second.port()).isSignedIn()).isFalse();
        assertThat(thief.isSignedIn()).isFalse();
        assertThat(elsewhere.isSignedIn()).isTrue();
    }

    @Test
    void logoutWhenPendingOrVisitingThenTheSameAnswer(@WithMfa TestAccount ann, TestBrowser pending) {
        pending.enterPassword(ann);

        assertThat(pending.post("/logout").location()).isEqualTo("/login?logout");
        assertThat(pending.enterCode(ann.code()).location()).isEqualTo("/login");
        assertThat(browsers.open().post("/logout").location()).isEqualTo("/login?logout");
    }
}
