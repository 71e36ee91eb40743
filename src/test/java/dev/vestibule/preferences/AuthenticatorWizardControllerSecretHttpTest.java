package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.testing.Html;
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
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose the pending secret is, how long it is shown, and where it never appears. */
@VestibuleTest
@ExtendWith(OutputCaptureExtension.class)
record AuthenticatorWizardControllerSecretHttpTest(
        Browsers browsers, TestAccounts accounts, TestClock clock, JdbcClient jdbc) {
    private static final String LAPSED = "The key that you scanned is no longer valid";

    private TestWizard wizard(TestAccount account) {
        return new TestWizard(browsers.open().signIn(account), clock);
    }

    /** The sign-in is by now as old as the key. */
    private static void proveAgain(TestWizard wizard, TestAccount account) {
        wizard.browser().prove(account, wizard.browser().get(TestWizard.URL));
    }

    @Test
    void secretWhenShownAgainThenIsTheSameForAQuarterOfAnHour(@WithPassword TestAccount eve) {
        TestWizard wizard = wizard(eve);
        String secret = wizard.secret();

        clock.pass(Duration.ofMinutes(14));
        Page refused = wizard.finish("Phone", wizard.code(secret, Duration.ofHours(1)));

        assertThat(TestWizard.secret(refused)).isEqualTo(secret);
        assertThat(wizard.secret()).isEqualTo(secret);
        clock.pass(Duration.ofMinutes(1));
        proveAgain(wizard, eve);
        assertThat(wizard.secret()).isNotEqualTo(secret);
    }

    @Test
    void secretWhenLapsedThenItsCodeIsRefusedWithANewKeyAndTheNameKept(@WithPassword TestAccount eve) {
        TestWizard wizard = wizard(eve);
        String secret = wizard.secret();
        clock.pass(Duration.ofMinutes(15));
        proveAgain(wizard, eve);

        Page answer = wizard.finish("Phone", wizard.code(secret));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).error("confirmation_code").orElse("")).startsWith(LAPSED);
        assertThat(Html.of(answer).value("name")).isEqualTo("Phone");
        assertThat(TestWizard.secret(answer)).isNotEqualTo(secret);
        assertThat(wizard.finish("Phone", wizard.code(TestWizard.secret(answer)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void secretWhenCancelledThenOpensNothingAnyMore() {
        TestWizard wizard = wizard(accounts.withPassword("eve"));
        String secret = wizard.secret();

        Page cancelled = wizard.browser().post(TestWizard.URL + "/cancel");

        assertThat(cancelled.status()).isEqualTo(303);
        assertThat(cancelled.location()).isEqualTo("/preferences");
        assertThat(wizard.finish("Phone", wizard.code(secret)).status()).isEqualTo(422);
        assertThat(wizard.secret()).isNotEqualTo(secret);
        wizard.browser().post(TestWizard.URL + "/cancel");
        assertThat(wizard.browser().post(TestWizard.URL + "/cancel").status())
                .as("with nothing to cancel")
                .isEqualTo(303);
    }

    @Test
    void secretWhenOpenInTwoTabsThenIsOneAndTheSecondTabLearnsThatItIsUsed(@WithMfa TestAccount eve) {
        TestWizard wizard = wizard(eve);
        String one = wizard.secret();
        String two = wizard.secret();
        assertThat(two).isEqualTo(one);
        wizard.finish("Phone 2", wizard.code(one));

        Page second = wizard.finish("Phone 3", wizard.code(two));

        assertThat(second.status()).isEqualTo(422);
        assertThat(TestWizard.secret(second)).isNotEqualTo(two);
    }

    @Test
    void secretWhenAnotherSessionOpensTheWizardThenIsAnotherAndEndsWithTheFirstToFinish(@WithMfa TestAccount eve) {
        TestWizard thief = wizard(eve);
        clock.passWindow();
        TestWizard owner = wizard(eve);
        String theirs = thief.secret();
        String own = owner.secret();

        assertThat(own).isNotEqualTo(theirs);
        assertThat(owner.finish("Mine", owner.code(theirs)).status()).isEqualTo(422);
        assertThat(owner.secret()).isEqualTo(own);
        assertThat(owner.finish("Mine", owner.code(own)).location()).endsWith("?done=authenticator-added");

        Page late = thief.finish("Theirs", thief.code(theirs));
        assertThat(late.status()).isEqualTo(422);
        assertThat(Html.of(late).error("confirmation_code").orElse("")).startsWith(LAPSED);
        assertThat(TestWizard.secret(late)).isNotIn(own, theirs);
    }

    @Test
    void secretWhenTheSessionGetsANewIdMeanwhileThenStays(@WithMfa TestAccount eve) {
        TestWizard wizard = wizard(eve);
        clock.pass(Duration.ofMinutes(14));
        String secret = wizard.secret();
        String before = wizard.browser().cookies().get("SESSION");
        clock.pass(Duration.ofMinutes(2));

        proveAgain(wizard, eve);

        assertThat(wizard.secret()).isEqualTo(secret);
        assertThat(wizard.browser().cookies().get("SESSION")).isNotEqualTo(before);
        assertThat(wizard.finish("Phone 2", wizard.code(secret)).location()).endsWith("?done=authenticator-added");
    }

    @Test
    void formWhenItShowsAnOlderSecretThenIsNotJudgedByTheNewOneInSilence(@WithMfa TestAccount eve) {
        TestWizard wizard = wizard(eve);
        Page old = wizard.browser().get(TestWizard.URL);
        wizard.browser().post(TestWizard.URL + "/cancel");
        String secret = wizard.secret();

        Page answer = wizard.finish(
                "Phone 2",
                wizard.code(TestWizard.secret(old)),
                "authenticator",
                Html.of(old).value("authenticator"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(Html.of(answer).error("confirmation_code").orElse("")).startsWith(LAPSED);
        assertThat(TestWizard.secret(answer)).isEqualTo(secret);
    }

    @Test
    void secretWhenTheFormBringsOneThenIsNotTakenFromIt(@WithPassword TestAccount victim) {
        TestWizard thief = wizard(accounts.withPassword("eve"));
        TestWizard wizard = wizard(victim);
        String known = thief.secret();
        String own = wizard.secret();

        Page answer = wizard.finish(
                "Phone",
                wizard.code(known),
                "secret",
                known,
                "id",
                UUID.randomUUID().toString(),
                "account",
                victim.id().toString(),
                "otpauth",
                "otpauth://totp/x?secret=" + known);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(TestWizard.secret(answer)).isEqualTo(own);
    }

    @Test
    void secretWhenAnotherAccountsIsPendingThenItsCodeOpensNothingHere(@WithPassword TestAccount victim) {
        TestWizard theirs = wizard(victim);
        TestWizard mine = wizard(accounts.withPassword("eve"));
        String secret = theirs.secret();
        mine.secret();

        Page answer =
                mine.finish("Phone", mine.code(secret), "account", victim.id().toString());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(theirs.secret()).isEqualTo(secret);
        assertThat(browsers.open().enterPassword(victim).location()).isEqualTo("/");
    }

    @Test
    void wizardWhenOnlyThePasswordWasGivenThenIsOutOfReach(@WithMfa TestAccount bob, TestBrowser pending) {
        pending.enterPassword(bob);

        assertThat(pending.get(TestWizard.URL).location()).isEqualTo("/login/code");
        Page code = pending.get("/login/code");
        String token = Html.of(code).value("_csrf");
        for (String path : new String[] {TestWizard.URL, TestWizard.URL + "/cancel", "/preferences/mfa/disable"}) {
            Page answer = pending.post(path, "_csrf", token, "name", "x", "confirmation_code", "123456");
            assertThat(answer.location()).isEqualTo("/login/code");
        }
        assertThat(jdbc.sql("select count(*) from pending_authenticator where account_id = :id"
                                + " and sealed_secret is not null")
                        .param("id", bob.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void secretWhenEnrolledThenStandsInNoUrlNoLogAndNoOtherPage(CapturedOutput output) {
        TestWizard wizard = wizard(accounts.withPassword("eve"));
        Page page = wizard.browser().get(TestWizard.URL);
        String secret = TestWizard.secret(page);
        Page refused = wizard.finish("", "12");
        Page csrf = wizard.browser().postRaw(TestWizard.URL, "name=a&confirmation_code=" + wizard.code(secret));
        Page done = wizard.finish("Phone", wizard.code(secret));

        assertThat(csrf.status()).isEqualTo(403);
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(refused.header("Cache-Control")).contains("no-store");
        assertThat(done.says("two-step sign-in is on")).isTrue();
        assertThat(done.body()).doesNotContain(secret);
        assertThat(csrf.body()).doesNotContain(secret);
        assertThat(wizard.browser().get("/preferences").body()).doesNotContain(secret);
        assertThat(jdbc.sql("select string_agg(s::text, '') from session s")
                        .query(String.class)
                        .single())
                .doesNotContain(secret);
        assertThat(output.getAll()).doesNotContain(secret, TestAccounts.PASSWORD);
    }
}
