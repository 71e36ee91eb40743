package dev.vestibule.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vestibule.account.AccountService;
import dev.vestibule.account.Passwords;
import dev.vestibule.account.SetPasswordLinks;
import dev.vestibule.authenticator.MfaSwitch;
import dev.vestibule.testing.TestAccount;
import dev.vestibule.testing.TestBrowser;
import dev.vestibule.testing.TestBrowser.Page;
import dev.vestibule.testing.TestSetup.Browsers;
import dev.vestibule.testing.VestibuleTest;
import dev.vestibule.testing.WithMfa;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A change that commits while a code is being checked ends what the code would have opened. */
@VestibuleTest
@Timeout(60)
record ChangeInFlightHttpTest(
        Browsers browsers,
        Passwords passwords,
        SetPasswordLinks links,
        AccountService accountService,
        MfaSwitch mfa,
        JdbcClient jdbc,
        TransactionTemplate transaction) {
    @Test
    void codeWhenThePasswordChangesMeanwhileThenOpensNothingAndLeavesNoDevice(@WithMfa TestAccount ann) {
        assertEndedMeanwhile(
                ann,
                "password",
                () -> passwords.set(links.issue(ann.id()).token().text(), "another-plum-tractor-95"));
    }

    @Test
    void codeWhenMfaIsSwitchedMeanwhileThenOpensNothingAndLeavesNoDevice(@WithMfa TestAccount ann) {
        assertEndedMeanwhile(ann, "mfa", () -> mfa.disable(ann.id(), Optional.empty()));
    }

    @Test
    void codeWhenTheAccountIsDisabledMeanwhileThenOpensNothingAndLeavesNoDevice(@WithMfa TestAccount ann) {
        assertEndedMeanwhile(ann, "disabled", () -> accountService.disable(ann.id()));
    }

    private void assertEndedMeanwhile(TestAccount account, String why, Runnable change) {
        TestBrowser browser = browsers.open();
        browser.enterPassword(account);
        String form = "remember_device=on&confirmation_code=" + account.code() + "&_csrf=" + browser.token();

        Page answer = Objects.requireNonNull(transaction.execute(status -> {
                    // The code's check spends the app's row, and so waits for the end of this transaction.
                    jdbc.sql("select id from authenticator where account_id = :id for update")
                            .param("id", account.id())
                            .query()
                            .listOfRows();
                    var posted = CompletableFuture.supplyAsync(() -> browser.postRaw("/login/code", form));
                    while (!isSomebodyWaiting()) {
                        Thread.onSpinWait();
                    }
                    change.run();
                    return posted;
                }))
                .join();

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo("/login?ended=" + why);
        assertThat(browser.cookies().keySet()).noneMatch(name -> name.contains("trusted_device"));
        assertThat(browser.isSignedIn()).isFalse();
        assertThat(jdbc.sql("select count(*) from trusted_device where account_id = :id")
                        .param("id", account.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private boolean isSomebodyWaiting() {
        return jdbc.sql("""
                select count(*) > 0 from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'""").query(Boolean.class).single();
    }
}
