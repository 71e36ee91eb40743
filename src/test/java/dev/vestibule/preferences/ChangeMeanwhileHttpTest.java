package dev.vestibule.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountRepository;
import dev.vestibule.account.AccountService;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.authenticator.AuthenticatorApps;
import dev.vestibule.authenticator.EnrolmentPasses;
import dev.vestibule.authenticator.MfaReset;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestClock;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.TestWizard;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import dev.vestibule.testing.WithPassword;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A form under way while somebody ends the session that sent it: it changes nothing, and the session stays ended. */
@VestibuleTest
@Timeout(60)
record ChangeMeanwhileHttpTest(
        Browsers browsers,
        TestClock clock,
        AccountRepository accounts,
        AuthenticatorApps apps,
        Passwords passwords,
        SetPasswordLinks links,
        AccountService accountService,
        MfaSwitch mfa,
        MfaReset factors,
        EnrolmentPasses passes,
        JdbcClient jdbc,
        TransactionTemplate transaction) {
    @Test
    void wizardWhenTheAccountIsDisabledMeanwhileThenAddsNothing(@WithPassword TestAccount ann) {
        TestWizard wizard = new TestWizard(browsers.open().signIn(ann), clock);
        String code = wizard.code(wizard.secret());
        String token = wizard.browser().token();

        Page answer = meanwhile(
                ann, () -> wizard.finish("Phone", code, "_csrf", token), () -> accountService.disable(ann.id()));

        assertEnded(wizard.browser(), answer, "disabled");
        assertThat(account(ann).mfaEnabled()).isFalse();
        assertThat(apps.count(ann.id())).isZero();
    }

    @Test
    void wizardWhenThePasswordChangesMeanwhileThenAddsNothingAndShowsNoSecret(@WithPassword TestAccount ann) {
        TestWizard wizard = new TestWizard(browsers.open().signIn(ann), clock);
        String code = wizard.code(wizard.secret());
        String token = wizard.browser().token();

        Page answer = meanwhile(ann, () -> wizard.finish("Phone", code, "_csrf", token), () -> setPassword(ann));

        assertThat(answer.body()).doesNotContain("otpauth:", "id=\"secret\"");
        assertEnded(wizard.browser(), answer, "password");
        assertThat(apps.count(ann.id())).isZero();
    }

    @Test
    void wizardWhenANewPassIsMadeMeanwhileThenAddsNothingAndTheAccountStillHasToEnrol(@WithMfa TestAccount ann) {
        String pass = Objects.requireNonNull(factors.resetAnybody(ann.id()).pass())
                .text()
                .grouped();
        TestBrowser browser = browsers.open();
        browser.enterPassword(ann);
        browser.post("/login/enrolment-pass", "enrolment_pass", pass);
        TestWizard wizard = new TestWizard(browser, clock);
        String code = wizard.code(wizard.secret());
        String token = browser.token();

        Page answer = meanwhile(ann, () -> wizard.finish("Phone", code, "_csrf", token), () -> passes.renew(ann.id()));

        assertEnded(browser, answer, "reset");
        assertThat(apps.count(ann.id())).isZero();
        assertThat(account(ann).enrolmentDue()).isTrue();
        assertThat(account(ann).mfaEnabled()).isFalse();
    }

    @Test
    void wizardWhenTheAccountIsResetMeanwhileThenAddsNothing(@WithMfa TestAccount ann) {
        TestWizard wizard = new TestWizard(browsers.open().signIn(ann), clock);
        String code = wizard.code(wizard.secret());
        String token = wizard.browser().token();

        Page answer = meanwhile(
                ann, () -> wizard.finish("Second", code, "_csrf", token), () -> factors.resetAnybody(ann.id()));

        assertEnded(wizard.browser(), answer, "reset");
        assertThat(apps.count(ann.id())).isZero();
        assertThat(account(ann).enrolmentDue()).isTrue();
    }

    @Test
    void enableWhenThePasswordChangesMeanwhileThenMfaStaysOff(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        browser.post("/preferences/mfa/disable");
        clock.passWindow();
        String token = browser.token();

        Page answer = meanwhile(
                ann,
                () -> browser.post("/preferences/mfa/enable", "confirmation_code", ann.code(), "_csrf", token),
                () -> setPassword(ann));

        assertEnded(browser, answer, "password");
        assertThat(account(ann).mfaEnabled()).isFalse();
    }

    @Test
    void disableWhenThePasswordChangesMeanwhileThenMfaStaysOn(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        String token = browser.token();

        Page answer =
                meanwhile(ann, () -> browser.post("/preferences/mfa/disable", "_csrf", token), () -> setPassword(ann));

        assertEnded(browser, answer, "password");
        assertThat(account(ann).mfaEnabled()).isTrue();
    }

    @Test
    void passwordWhenMfaIsSwitchedOffMeanwhileThenStaysAsItWas(@WithMfa TestAccount ann) {
        TestBrowser browser = browsers.open().signIn(ann);
        String token = browser.token();
        String stolen = "walnut-harbour-giraffe-7";
        String[] form = {
            "current_password",
            ann.password(),
            "new_password",
            stolen,
            "new_password_confirmation",
            stolen,
            "_csrf",
            token
        };

        Page answer = meanwhile(
                ann, () -> browser.post("/preferences/password", form), () -> mfa.disable(ann.id(), Optional.empty()));

        assertEnded(browser, answer, "mfa");
        assertThat(browsers.open().enterPassword(ann).location()).isEqualTo("/");
    }

    private void setPassword(TestAccount account) {
        passwords.set(links.issue(account.id()).token().text(), "another-plum-tractor-95");
    }

    private Account account(TestAccount account) {
        return accounts.findById(account.id()).orElseThrow();
    }

    /** Sends the form, waits until it waits for the account, and changes that first. */
    private Page meanwhile(TestAccount account, Supplier<Page> form, Runnable change) {
        return Objects.requireNonNull(transaction.execute(status -> {
                    accounts.lock(account.id());
                    var sent = CompletableFuture.supplyAsync(form);
                    while (!isSomebodyWaiting() && !sent.isDone()) {
                        Thread.onSpinWait();
                    }
                    change.run();
                    return sent;
                }))
                .join();
    }

    private boolean isSomebodyWaiting() {
        return jdbc.sql("""
                select count(*) > 0 from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'""").query(Boolean.class).single();
    }

    private static void assertEnded(TestBrowser browser, Page answer, String why) {
        assertThat(answer.status()).isEqualTo(303);
        assertThat(browser.follow(answer).location()).isEqualTo("/login?ended=" + why);
        assertThat(browser.isSignedIn()).isFalse();
    }
}
