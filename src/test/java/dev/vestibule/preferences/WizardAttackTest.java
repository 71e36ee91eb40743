package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Target;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestAccounts;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The wizard with another secret, another user's session, too early or too often. */
@Tag("attack")
@VestibuleTest
record WizardAttackTest(Browsers browsers, TestAccounts accounts, TestClock clock, JdbcClient jdbc) {
    private static final String URL = "/preferences/authenticators/new";
    private static final Pattern SECRET = Pattern.compile("(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}");

    @Test
    void secretWhenSentWithTheFormThenIsNotTaken(@WithPassword TestAccount ann, @WithMfa TestAccount mallory) {
        TestBrowser browser = browsers.open().signIn(ann);
        browser.get(URL);

        Page answer = browser.post(
                URL,
                "name",
                "Phone",
                "secret",
                "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                "otpauth",
                "otpauth://totp/x?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                "confirmation_code",
                mallory.code());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(apps(ann)).isZero();
    }

    @Test
    void secretWhenPasswordAloneIsThereThenIsNotShown() {
        TestBrowser pending = Target.pending(browsers, Target.victim(accounts));

        assertThat(SECRET.matcher(pending.get(URL).body()).find()).isFalse();
    }

    @Test
    void secretWhenASessionIsSignedInByDeviceThenIsNotShownWithoutACode() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser thief = Target.trusted(browsers, ann);

        Page answer = thief.get(URL);

        assertThat(answer.location()).isEqualTo("/login/code?proof");
    }

    @Test
    void appWhenAddedByASessionWithoutProofThenIsNot() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser thief = Target.trusted(browsers, ann);

        thief.post(URL, "name", "Thief", "confirmation_code", Target.WRONG_CODE);

        assertThat(apps(ann)).isOne();
    }

    @Test
    void secretThatAThiefSawWhenThePasswordChangesThenIsNotEnrolled(@WithPassword TestAccount ann) {
        TestBrowser owner = browsers.open().signIn(ann);
        TestBrowser thief = browsers.open().signIn(ann);
        thief.get(URL);
        owner.post(
                "/preferences/password",
                "current_password",
                ann.password(),
                "new_password",
                Target.NEW_PASSWORD,
                "new_password_confirmation",
                Target.NEW_PASSWORD);

        assertThat(thief.post(URL, "name", "Thief", "confirmation_code", "123456")
                        .location())
                .startsWith("/login");
        assertThat(jdbc.sql(
                                "select count(*) from pending_authenticator where account_id = :id and credential_version = "
                                        + "(select credential_version from account where id = :id)")
                        .param("id", ann.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void codeWhenGuessedInTheWizardThenWaits(@WithPassword TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        browser.get(URL);
        for (int i = 0; i < 10; i++) {
            browser.post(URL, "name", "Phone", "confirmation_code", Target.WRONG_CODE);
        }

        assertThat(browser.post(URL, "name", "Phone", "confirmation_code", Target.WRONG_CODE)
                        .body())
                .contains("Too many wrong codes. Try again <time ");
    }

    @Test
    void appOfSomebodyElseWhenItsIdIsKnownThenCannotBeRemoved() {
        TestAccount ann = Target.victim(accounts);
        UUID app = jdbc.sql("select id from authenticator where account_id = :id")
                .param("id", ann.id())
                .query(UUID.class)
                .single();
        TestBrowser mallory = browsers.open().signIn(accounts.withMfa("mallory"));

        assertThat(mallory.post("/preferences/authenticators/" + app + "/delete")
                        .status())
                .isEqualTo(404);
        assertThat(apps(ann)).isOne();
    }

    @Test
    void appOfSomebodyElseWhenNamedAsTheOneToReplaceThenIsRefusedAndStays() {
        TestAccount ann = Target.victim(accounts);
        UUID anns = jdbc.sql("select id from authenticator where account_id = :id")
                .param("id", ann.id())
                .query(UUID.class)
                .single();
        TestAccount mallory = accounts.withMfa("mallory");
        TestBrowser thief = browsers.open().signIn(mallory);
        TestWizard wizard = new TestWizard(thief, clock);
        String secret = wizard.secret();

        Page answer = wizard.finish("Mine", wizard.code(secret), "replaces", anns.toString());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.says("replaces-error")).isTrue();
        assertThat(answer.says(anns.toString())).as("the id is not given back").isFalse();
        assertThat(apps(mallory)).isOne();
        assertThat(wizard.finish("Mine", wizard.code(secret)).status()).isEqualTo(303);
        clock.passWindow();
        TestBrowser next = browsers.open();
        next.enterPassword(mallory);
        assertThat(next.enterCode(wizard.code(secret)).location()).isEqualTo("/");
        assertThat(apps(ann)).isOne();
        assertThat(apps(mallory)).isEqualTo(2);
    }

    private int apps(TestAccount account) {
        return jdbc.sql("select count(*) from authenticator where account_id = :id")
                .param("id", account.id())
                .query(Integer.class)
                .single();
    }

    /** Whoever looked over a shoulder has the code that set the new app up, and perhaps the password. */
    @Test
    void oldAppWhenTheNewOnesCodeIsSpentOrWrongThenStays() {
        TestAccount ann = Target.victim(accounts);
        TestBrowser browser = browsers.open().signIn(ann);
        clock.passWindow();
        TestWizard wizard = new TestWizard(browser, clock);
        String code = wizard.code(wizard.secret());
        String old = jdbc.sql("select id::text from authenticator where account_id = :id")
                .param("id", ann.id())
                .query(String.class)
                .single();
        assertThat(wizard.finish("New phone", code, "replaces", old).status()).isEqualTo(303);

        TestBrowser thief = Target.pending(browsers, ann);

        assertThat(thief.enterCode(code).location()).isEqualTo("/login/code?error=used");
        assertThat(thief.enterCode(Target.WRONG_CODE).location()).isEqualTo("/login/code?error=wrong");
        assertThat(apps(ann)).isEqualTo(2);
        Target.assertUntouched(browsers, ann);
    }
}
