package dev.vestibule.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountService;
import dev.vestibule.account.Role;
import dev.vestibule.parameter.Parameter;
import dev.vestibule.parameter.Parameters;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import dev.vestibule.trusteddevice.TrustedDevices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each step of a real sign-in leaves one event, which says why. */
@VestibuleTest
class SignInTrailHttpTest {
    @Autowired
    Browsers browsers;

    @Autowired
    TestAccounts accounts;

    @Autowired
    AccountService accountService;

    @Autowired
    TrustedDevices devices;

    @Autowired
    Parameters parameters;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcClient jdbc;

    private TestTrail trail;

    @BeforeEach
    void open() {
        trail = new TestTrail(jdbc);
    }

    @AfterEach
    void reset() {
        parameters.reset(Parameter.SECURE_COOKIE);
        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);
    }

    private TestBrowser remembered(TestAccount account) {
        TestBrowser browser = browsers.open();
        browser.enterPassword(account);
        browser.post("/login/code", "confirmation_code", account.code(), "remember_device", "on");
        clock.passWindow();
        return browser;
    }

    private List<String> passwordOf(TestAccount account, TestBrowser browser) {
        List<String> before = trail.of(account);
        browser.enterPassword(account);
        return trail.since(account, before);
    }

    @Test
    void passwordWhenItDoesNotOpenThenLeavesWhy(@WithPassword TestAccount ann) {
        TestAccount ned = accounts.invited("ned", Role.USER);
        TestAccount dan = accounts.withPassword("dan");
        accountService.disable(dan.id());
        List<String> anns = trail.of(ann);
        List<String> neds = trail.of(ned);
        List<String> dans = trail.of(dan);

        browsers.open().post("/login", "username", ann.login().toUpperCase(java.util.Locale.ROOT), "password", "wrong");
        browsers.open().enterPassword(ned);
        browsers.open().enterPassword(dan);
        browsers.open().post("/login", "username", dan.login(), "password", "wrong");

        assertThat(trail.since(ann, anns)).containsExactly("password_refused wrong visitor");
        assertThat(trail.since(ned, neds)).containsExactly("password_refused no_password visitor");
        assertThat(trail.since(dan, dans))
                .containsExactly("password_refused disabled visitor", "password_refused disabled visitor");
        Map<String, Object> row = trail.last(ann, "password_refused");
        assertThat(row)
                .containsEntry("outcome", "failure")
                .containsEntry("factor", "password")
                .containsEntry("browser", "Firefox on Linux")
                .containsEntry("session_hash", null)
                .containsEntry("login_hash", null);
        assertThat((String) row.get("host")).isIn("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
        assertThat((String) row.get("node")).contains("@");
    }

    @Test
    void proofWhenAcceptedThenLeavesWhichFactor(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(20));
        List<String> before = trail.of(ann);

        browser.prove(ann, browser.get("/preferences/recovery-codes"));

        assertThat(trail.since(ann, before)).containsExactly("reauthenticated - user", "reauthenticated - user");
        assertThat(jdbc.sql("""
                select factor from audit_event where account_id = :id and kind = 'reauthenticated' order by id""").param("id", ann.id()).query(String.class).list())
                .containsExactly("password", "totp");
        assertThat(trail.last(ann, "reauthenticated").get("session_hash")).isNotNull();
    }

    @Test
    void sessionWhenTooManyWrongCodesEndItThenLeavesWhy(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(20));
        browser.get("/preferences/password");
        browser.post("/login", "username", ann.login(), "password", ann.password());
        List<String> before = trail.of(ann);

        for (int wrong = 1; wrong <= 5; wrong++) {
            browser.enterCode("000001");
        }

        assertThat(trail.since(ann, before)).endsWith("code_refused wrong user", "session_ended codes_failed user");
        assertThat(browser.isSignedIn()).isFalse();
        assertThat(trail.last(ann, "session_ended").get("session_hash")).isNotNull();
    }

    @Test
    void loginWhenNobodyHasItThenOnlyAKeyedHashIsKept() {
        String typed = "my secret pass phrase";

        for (String variant : List.of(typed, " " + typed + " ", "NoSuch-Person", "nosuch-person")) {
            browsers.open().post("/login", "username", variant, "password", "x");
        }

        List<Map<String, Object>> rows = jdbc.sql("""
                select encode(login_hash, 'hex') as hash, account_id, actor_kind from audit_event
                where kind = 'password_refused' and reason = 'unknown' order by id desc limit 4""").query().listOfRows();
        assertThat(rows).extracting(row -> row.get("account_id")).containsOnlyNulls();
        assertThat(rows).extracting(row -> row.get("hash")).doesNotContainNull();
        assertThat(rows.get(0).get("hash")).isEqualTo(rows.get(1).get("hash"));
        assertThat(rows.get(2).get("hash")).isEqualTo(rows.get(3).get("hash"));
        assertThat(rows.get(0).get("hash")).isNotEqualTo(rows.get(2).get("hash"));
        assertThat(trail.texts()).noneMatch(row -> row.contains("secret pass") || row.contains("nosuch-person"));
    }

    @Test
    void signInWhenThereIsNoMfaThenSaysThatNoCodeWasNeeded(@WithPassword TestAccount bea, TestBrowser browser) {
        assertThat(passwordOf(bea, browser)).containsExactly("new_browser - user", "signed_in no_mfa user");

        assertThat(trail.last(bea, "signed_in"))
                .containsEntry("factor", "password")
                .containsEntry("actor_id", bea.id());
        assertThat(trail.last(bea, "signed_in").get("session_hash")).isNotNull();
        List<String> before = trail.of(bea);
        browser.post("/logout");
        browser.post("/logout");
        assertThat(trail.since(bea, before)).containsExactly("signed_out - user");
    }

    @Test
    void codeWhenAskedAndRefusedAndTakenThenLeavesEach(@WithMfa TestAccount ann) {
        List<String> before = trail.of(ann);
        TestBrowser browser = browsers.open();
        String code = ann.code();

        browser.enterPassword(ann);
        browser.enterCode("12345");
        browser.enterCode("000001");
        browser.enterCode(code);
        TestBrowser again = browsers.open();
        again.enterPassword(ann);
        again.enterCode(code);
        again.post("/logout");

        assertThat(trail.since(ann, before))
                .containsExactly(
                        "code_asked no_cookie visitor",
                        "code_refused format visitor",
                        "code_refused wrong visitor",
                        "new_browser - user",
                        "signed_in code user",
                        "code_asked no_cookie visitor",
                        "code_refused used visitor",
                        "signed_out - visitor");
        assertThat(trail.last(ann, "signed_in")).containsEntry("factor", "totp");
    }

    @Test
    void deviceWhenItSkipsTheCodeThenSaysWhichAndUntilWhen(@WithMfa TestAccount ann) {
        TestBrowser browser = remembered(ann);
        assertThat(trail.of(ann)).contains("device_trusted - user");
        browser.post("/logout");

        assertThat(passwordOf(ann, browser)).containsExactly("signed_in remembered user");

        Map<String, Object> row = trail.last(ann, "signed_in");
        assertThat(row).containsEntry("factor", "trusted_device").containsEntry("name", "Firefox on Linux");
        assertThat(row.get("until")).isEqualTo(trail.last(ann, "device_trusted").get("until"));
    }

    @Test
    void codeWhenAskedAlthoughTheBrowserWasRememberedThenSaysWhatBecameOfTheDevice(@WithMfa TestAccount ann) {
        TestBrowser revoked = remembered(ann);
        UUID device = devices.of(ann.id(), parameters.current()).get(0).id();
        revoked.post("/preferences/trusted-devices/" + device + "/revoke");
        revoked.post("/logout");
        assertThat(passwordOf(ann, revoked)).containsExactly("code_asked device_revoked visitor");
        assertThat(trail.last(ann, "code_asked")).containsEntry("name", "Firefox on Linux");
        assertThat(trail.last(ann, "code_asked").get("ended"))
                .isEqualTo(clock.instant().toString());
        assertThat(passwordOf(ann, revoked)).as("the cookie is gone").containsExactly("code_asked no_cookie visitor");

        TestBrowser expired = remembered(ann);
        clock.pass(Duration.ofDays(31));
        assertThat(passwordOf(ann, expired)).containsExactly("code_asked device_expired visitor");

        TestBrowser shortened = remembered(ann);
        clock.pass(Duration.ofDays(2));
        parameters.set(Parameter.TRUSTED_DEVICE_DAYS, 1);
        assertThat(passwordOf(ann, shortened)).containsExactly("code_asked device_ended_by_parameter visitor");
        parameters.reset(Parameter.TRUSTED_DEVICE_DAYS);

        TestBrowser other = remembered(ann);
        parameters.set(Parameter.SECURE_COOKIE, 0);
        assertThat(passwordOf(ann, other)).containsExactly("code_asked cookie_of_other_kind visitor");
        parameters.reset(Parameter.SECURE_COOKIE);

        TestBrowser forged = browsers.open();
        forged.cookies().put("__Host-trusted_device_" + ann.id(), "A".repeat(43));
        assertThat(passwordOf(ann, forged)).containsExactly("code_asked unknown_cookie visitor");
    }

    @Test
    void codeWhenAskedAfterThePasswordOrMfaChangedThenSaysSo(@WithMfa TestAccount ann) {
        TestBrowser switched = remembered(ann);
        switched.post("/preferences/mfa/disable");
        clock.passWindow();
        switched.post("/preferences/mfa/enable", "confirmation_code", ann.code());
        switched.post("/logout");
        assertThat(passwordOf(ann, switched)).containsExactly("code_asked device_ended_by_mfa visitor");
        assertThat(trail.of(ann))
                .contains("mfa_disabled - user", "devices_ended mfa_switched user", "mfa_enabled - user");
        clock.passWindow();

        TestBrowser changed = remembered(ann);
        String password = "quiet-lantern-marble-31";
        changed.post(
                "/preferences/password",
                "current_password",
                ann.password(),
                "new_password",
                password,
                "new_password_confirmation",
                password);
        changed.post("/logout");
        TestAccount after = new TestAccount(ann.id(), ann.login(), password, ann.secret(), clock);
        assertThat(passwordOf(after, changed)).containsExactly("code_asked device_ended_by_password visitor");
        assertThat(trail.of(ann)).contains("password_changed - user", "devices_ended password_changed user");
    }
}
