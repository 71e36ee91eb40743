package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.SecondNode;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.trusteddevice.TrustedDevices;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A trusted device's token skips one code; a copy that comes with a spent one ends the device. */
@VestibuleTest
class TheftAlarmHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    SecondNode second;

    @Autowired
    TestAccounts accounts;

    @Autowired
    TrustedDevices devices;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    private Instant begun;
    private TestAccount ann;

    /** Has the first token, which was not used yet. */
    private TestBrowser browser;

    @BeforeEach
    void trust() {
        ann = accounts.withMfa("ann");
        browser = browsers.open();
        TrustedDeviceHttpTest.trust(browser, ann);
        browser.post("/logout");
        clock.passWindow();
        begun = clock.instant();
    }

    private String token() {
        return token(browser);
    }

    private String token(TestBrowser browser) {
        return browser.cookies().get(TrustedDeviceHttpTest.name(ann));
    }

    private TestBrowser with(String token) {
        TestBrowser other = browsers.open();
        other.cookies().put(TrustedDeviceHttpTest.name(ann), token);
        return other;
    }

    /** Signs in with this token, and shows nothing of what the answer brings. */
    private TestBrowser skips(String token) {
        TestBrowser other = with(token);
        assertThat(other.enterPassword(ann).location()).isEqualTo("/");
        assertThat(token(other)).isNotEqualTo(token);
        clock.pass(Duration.ofSeconds(1));
        return other;
    }

    private void assertAlarm(String token) {
        TestBrowser last = with(token);
        Page answer = last.enterPassword(ann);
        assertThat(answer.location()).isEqualTo("/login/code");
        assertThat(token(last)).as("the cookie is taken away").isNull();
        assertThat(last.get("/").location()).isEqualTo("/login/code");
        assertThat(alarms()).containsExactly(ann.id() + " Firefox on Linux");
        assertThat(count("trusted_device where account_id = :id")).isZero();
    }

    private List<String> alarms() {
        return jdbc.sql("""
                        select account_id || ' ' || (details ->> 'name') from audit_event
                        where kind = 'device_copied' and at >= ?""").param(Timestamp.from(begun)).query(String.class).list();
    }

    private int count(String what) {
        return jdbc.sql("select count(*) from " + what)
                .param("id", ann.id())
                .query(Integer.class)
                .single();
    }

    @Test
    void signInWhenItSkipsTheCodeThenTheTokenIsRenewedForWhatIsLeftOfItsDays() {
        clock.pass(Duration.ofDays(10));
        String first = token();

        Page answer = browser.enterPassword(ann);

        assertThat(answer.setCookies())
                .filteredOn(cookie -> cookie.startsWith(TrustedDeviceHttpTest.name(ann)))
                .singleElement()
                .asString()
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .matches(".*; Max-Age=17279[0-9]{2};.*");
        assertThat(token()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(first);
        assertThat(jdbc.sql(
                                "select (d::text || coalesce(string_agg(t::text, ''), '')) from trusted_device d"
                                        + " join trusted_device_token t on t.device_id = d.id where account_id = :id group by d")
                        .param("id", ann.id())
                        .query(String.class)
                        .single())
                .doesNotContain(first, token());
    }

    @Test
    void signInWhenOneAfterTheOtherThenEachIsSkippedForThePresentToken() {
        for (int i = 0; i < 5; i++) {
            assertThat(browser.at(i % 2 == 0 ? second.port() : browsers.port())
                            .enterPassword(ann)
                            .location())
                    .isEqualTo("/");
            clock.pass(Duration.ofHours(1));
            browser.post("/logout");
        }
        assertThat(alarms()).isEmpty();
        assertThat(count("trusted_device_token t join trusted_device d on d.id = device_id where account_id = :id"))
                .isEqualTo(6);
    }

    @Test
    void signInWhenTheAnswerWasLostThenThePreviousTokenWorksOnceMore() {
        String first = token();
        TestBrowser lost = skips(first);
        TestBrowser again = skips(first);

        assertThat(lost.get("/").status()).as("both successors are current").isEqualTo(200);
        assertThat(again.at(second.port()).get("/").status()).isEqualTo(200);
        assertThat(skips(token(again)).get("/").status()).isEqualTo(200);
        assertThat(alarms()).isEmpty();
    }

    @Test
    void previousTokenWhenUsedATwiceMoreThenAlarm() {
        String first = token();
        skips(first);
        skips(first);

        assertAlarm(first);
    }

    @Test
    void previousTokenWhenItsSuccessorWasShownThenAlarmAndSessionsFallBackToTheCode() {
        String first = token();
        TestBrowser owner = skips(first);
        assertThat(owner.get("/").status()).isEqualTo(200);
        TestBrowser withCode = browsers.open().signIn(ann);
        clock.pass(Duration.ofSeconds(1));

        assertAlarm(first);

        assertThat(owner.get("/").location()).isEqualTo("/login/code");
        assertThat(owner.at(second.port()).get("/preferences").location()).isEqualTo("/login/code");
        assertThat(withCode.isSignedIn()).as("rests on a code").isTrue();
    }

    @Test
    void olderTokenWhenUsedThenAlarm() {
        String first = token();
        skips(token(skips(first)));

        assertAlarm(first);
    }

    @Test
    void successorWhenTheOtherOneWasUsedThenAlarm() {
        String first = token();
        TestBrowser one = skips(first);
        TestBrowser two = skips(first);
        skips(token(one));

        assertAlarm(token(two));
    }

    @Test
    void sessionWhenItShowsThePreviousTokenThenGoesOnUntilTheNextUse() {
        String first = token();
        TestBrowser owner = skips(first);
        TestBrowser tab = owner.copy();
        tab.cookies().put(TrustedDeviceHttpTest.name(ann), first);

        owner.get("/");
        assertThat(tab.get("/").status()).isEqualTo(200);
        skips(token(owner));

        assertThat(tab.get("/").location()).isEqualTo("/login/code");
        assertThat(alarms()).as("it was shown and not used").isEmpty();
        assertThat(owner.get("/").status()).as("the previous one now").isEqualTo(200);
    }

    @Test
    void spentTokenWhenThePasswordIsWrongThenNothingEnds() {
        String first = token();
        skips(token(skips(first)));

        assertThat(with(first)
                        .post("/login", "username", ann.login(), "password", "wrong")
                        .location())
                .isEqualTo("/login?error");

        assertThat(alarms()).isEmpty();
        assertThat(count("trusted_device where account_id = :id")).isOne();
    }

    @Test
    void spentTokenWhenShownForAnotherAccountThenNothingEnds() {
        String first = token();
        skips(token(skips(first)));
        TestAccount eve = accounts.withMfa("eve");
        TestBrowser hers = browsers.open();
        hers.cookies().put(TrustedDeviceHttpTest.name(eve), first);

        assertThat(hers.enterPassword(eve).location()).isEqualTo("/login/code");

        assertThat(alarms()).isEmpty();
        assertThat(count("trusted_device where account_id = :id")).isOne();
    }

    @Test
    void hashesWhenTheDeviceEndsThenGoWithIt() {
        skips(token(skips(token())));
        int others = count("trusted_device_token where :id is not null");

        devices.revokeAll(ann.id());

        assertThat(count("trusted_device_token where :id is not null")).isEqualTo(others - 3);
    }

    @Test
    void codeWhenTheDeviceIsTrustedAnewAfterAnAlarmThenSkipsAgain() {
        String first = token();
        skips(token(skips(first)));
        TestBrowser owner = with(first);
        owner.enterPassword(ann);
        owner.post("/login/code", "confirmation_code", ann.code(), "remember_device", "on");
        owner.post("/logout");

        assertThat(owner.enterPassword(ann).location()).isEqualTo("/");
    }
}
