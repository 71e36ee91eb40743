package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An attacker with a part of the factors tries to switch the protection off. */
@Tag("attack")
@VestibuleTest
record SwitchingOffAttackTest(Browsers browsers, TestAccounts accounts, TestClock clock, JdbcClient jdbc) {
    @Test
    void mfaWhenSwitchedOffFromATrustedDeviceThenTakesACode() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser thief = Target.trusted(browsers, ann);

        assertThat(thief.get("/preferences/mfa/disable").location()).isEqualTo("/login/code?proof");
        thief.post("/preferences/mfa/disable");
        assertThat(mfa(ann)).isTrue();
    }

    @Test
    void mfaWhenSwitchedOffInASessionLeftOpenThenTakesPasswordAndCode() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser left = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(16));

        assertThat(left.get("/preferences/mfa/disable").location()).isEqualTo("/login?proof");
        left.post("/preferences/mfa/disable");
        assertThat(mfa(ann)).isTrue();
    }

    @Test
    void proofWhenGivenWithAnotherAccountsPasswordThenIsNone() {
        TestAccount ann = Target.victim(accounts);
        TestAccount mallory = accounts.withPassword("mallory");
        TestBrowser left = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(16));
        left.get("/preferences/mfa/disable");

        left.post("/login", "username", mallory.login(), "password", mallory.password());
        left.post("/preferences/mfa/disable");

        assertThat(mfa(ann)).isTrue();
    }

    @Test
    void proofWhenItsCodeIsGuessedThenTheFifthSignsOut() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser thief = Target.trusted(browsers, ann);
        thief.get("/preferences/mfa/disable");
        for (int i = 0; i < 4; i++) {
            assertThat(thief.enterCode(Target.WRONG_CODE).location()).startsWith("/login/code?proof");
        }

        assertThat(thief.enterCode(Target.WRONG_CODE).location()).isEqualTo("/login?codes");
        Target.assertOutside(thief);
    }

    @Test
    void appWhenItIsTheLastThenCannotGoWhileMfaIsOn() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = browsers.open().signIn(ann);
        UUID app = jdbc.sql("select id from authenticator where account_id = :id")
                .param("id", ann.id())
                .query(UUID.class)
                .single();

        assertThat(browser.post("/preferences/authenticators/" + app + "/delete")
                        .status())
                .isEqualTo(422);
        assertThat(mfa(ann)).isTrue();
    }

    @Test
    void deviceWhenMfaGoesOffAndOnThenIsGone() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser device = Target.trusted(browsers, ann);
        TestBrowser owner = browsers.open();
        clock.passWindow();
        owner.signIn(ann);
        owner.post("/preferences/mfa/disable");
        clock.passWindow();
        owner.post("/preferences/mfa/enable", "confirmation_code", ann.code(1));

        assertThat(mfa(ann)).isTrue();
        assertThat(device.enterPassword(ann).location()).isEqualTo("/login/code");
    }

    @Test
    void passwordWhenChangedInASessionLeftOpenThenTakesTheOldOneAndACode() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser left = browsers.open().signIn(ann);
        clock.pass(Duration.ofMinutes(16));

        left.post(
                "/preferences/password",
                "current_password",
                ann.password(),
                "new_password",
                Target.NEW_PASSWORD,
                "new_password_confirmation",
                Target.NEW_PASSWORD);

        Target.assertUntouched(browsers, ann);
    }

    private boolean mfa(TestAccount account) {
        return jdbc.sql("select mfa_enabled from account where id = :id")
                .param("id", account.id())
                .query(Boolean.class)
                .single();
    }
}
